const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const t = performance.now(),
  c = cpu();
await import(process.argv[2]);
console.log((performance.now() - t).toFixed(1), (cpu() - c).toFixed(1));
