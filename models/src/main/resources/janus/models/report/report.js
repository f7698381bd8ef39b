(function () {
  "use strict";
  const source = document.getElementById("curve-data");
  if (!source) return;
  const charts = JSON.parse(source.textContent);
  const host = document.getElementById("curves");
  const height = 250;
  let plots = [];

  function draw() {
    plots.forEach(plot => plot.destroy());
    host.replaceChildren();
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line") }, ticks: { stroke: colour("--line") } };
    // all cells first: the grid settles their width
    const cells = charts.map(chart => {
      const cell = host.appendChild(document.createElement("div"));
      cell.appendChild(document.createElement("h3")).textContent = chart.quantity;
      return cell;
    });
    plots = charts.map((chart, index) => {
      const cell = cells[index];
      const epochs = Math.max(...chart.series.map(s => s.values.length));
      const x = Array.from({ length: epochs }, (_, i) => i + 1);
      const lines = chart.series.map(s => ({
        label: s.name,
        stroke: colour("--c" + s.model),
        width: s.dashed ? 1.2 : 2,
        dash: s.dashed ? [5, 4] : undefined,
        points: { show: epochs < 3 },
        value: (_, v) => (v == null ? "–" : Number(v.toPrecision(4)).toString()),
      }));
      const values = chart.series.map(s => x.map((_, i) => (i < s.values.length ? s.values[i] : null)));
      const whole = [1, 2, 5, 10, 20, 50, 100];
      return new uPlot({
        width: cell.clientWidth,
        height,
        scales: { x: { time: false } },
        axes: [{ ...axis, incrs: whole }, { ...axis, size: 56 }],
        series: [{ label: "epoch" }, ...lines],
      }, [x, ...values], cell);
    });
  }

  draw();
  let width = host.clientWidth;
  new ResizeObserver(() => {
    if (host.clientWidth === width) return;
    width = host.clientWidth;
    plots.forEach(plot => plot.setSize({ width: plot.root.parentElement.clientWidth, height }));
  }).observe(host);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
})();
