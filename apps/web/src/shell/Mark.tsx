/** The product's mark: a one on a disk of radius 3, pixel by pixel. */
export function Mark() {
  return (
    <svg
      width="21"
      height="21"
      viewBox="0 0 7 7"
      shapeRendering="crispEdges"
      fill="currentColor"
      aria-hidden="true"
    >
      <path
        fillRule="evenodd"
        d="M2 0h3v1h1v1h1v3h-1v1h-1v1h-3v-1h-1v-1h-1v-3h1v-1h1zM3 2v3h1v-3z"
      />
    </svg>
  );
}
