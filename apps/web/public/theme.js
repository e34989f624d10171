/* global document, localStorage */
// Runs before the first paint, so that a chosen theme never flashes through the other one.
try {
  const theme = localStorage.getItem('onebit.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be forbidden: the system's theme holds then.
}
