(function () {
  "use strict";
  const height = 270;
  const font = "12px system-ui, sans-serif";
  const whole = [0, 1, 2, 3, 4, 5].flatMap(power => [1, 2, 5].map(digit => digit * 10 ** power));
  const groups = Array.from(document.querySelectorAll(".curves"), host => ({
    host,
    charts: JSON.parse(host.nextElementSibling.textContent),
    width: 0,
    plots: [],
  }));

  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  const ink = line => colour("--c" + line.colour);

  function show(value) {
    return value == null ? "–" : Number(value.toPrecision(4)).toString();
  }

  // a line is one series, its band two more that the legend hides
  function lines(chart) {
    const series = [], values = [], bands = [];
    const pad = numbers => chart.x.map((_, i) => (i < numbers.length ? numbers[i] : null));
    for (const line of chart.lines) {
      series.push({
        label: line.name,
        stroke: ink(line),
        width: line.dashed ? 1.2 : 2,
        dash: line.dashed ? [5, 4] : undefined,
        points: { show: chart.x.length < 3 },
        value: (_, v) => show(v),
      });
      values.push(pad(line.values));
      if (!line.low.length) continue;
      const edge = { class: "edge", stroke: "transparent", points: { show: false } };
      series.push({ ...edge }, { ...edge });
      values.push(pad(line.high), pad(line.low));
      bands.push({ series: [series.length - 1, series.length], fill: ink(line) + "2b" });
    }
    return { series, values, bands };
  }

  // a band goes with its line
  function toggled(plot, index, change) {
    if (index == null || change.show == null || plot.series[index].class === "edge") return;
    for (let i = index + 1; plot.series[i] && plot.series[i].class === "edge"; i++) {
      plot.setSeries(i, { show: change.show });
    }
  }

  // where values have both signs, the line between them
  function zero(plot) {
    const { min, max } = plot.scales.y;
    if (!(min < 0 && max > 0)) return;
    const { ctx, bbox } = plot;
    const at = Math.round(plot.valToPos(0, "y", true));
    ctx.save();
    ctx.strokeStyle = colour("--grey");
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(bbox.left, at);
    ctx.lineTo(bbox.left + bbox.width, at);
    ctx.stroke();
    ctx.restore();
  }

  function plot(chart, cell) {
    const { series, values, bands } = lines(chart);
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--line") }, ticks: { stroke: colour("--line") } };
    return new uPlot({
      width: cell.clientWidth,
      height,
      scales: { x: { time: false } },
      axes: [
        { ...axis, font, incrs: whole, size: 32, label: chart.across, labelFont: font, labelSize: 20, labelGap: 2 },
        { ...axis, font, size: 56 },
      ],
      series: [{ label: chart.across }, ...series],
      bands,
      legend: { markers: { width: 2, dash: (plot, i) => (plot.series[i].dash ? "dotted" : "solid") } },
      hooks: { setSeries: [toggled], drawAxes: [zero] },
    }, [chart.x, ...values], cell);
  }

  function draw(group) {
    group.plots.forEach(plot => plot.destroy());
    group.host.replaceChildren();
    // all cells first: the grid settles their width
    const cells = group.charts.map(chart => {
      const cell = group.host.appendChild(document.createElement("div"));
      cell.setAttribute("role", "figure");
      cell.setAttribute("aria-label", chart.title + " over " + chart.across + "s: "
        + chart.lines.map(line => line.name).join("; "));
      cell.appendChild(document.createElement("h3")).textContent = chart.title;
      return cell;
    });
    group.plots = group.charts.map((chart, i) => plot(chart, cells[i]));
  }

  for (const group of groups) {
    draw(group);
    group.width = group.host.clientWidth;
    new ResizeObserver(() => {
      if (group.host.clientWidth === group.width) return;
      group.width = group.host.clientWidth;
      group.plots.forEach(plot => plot.setSize({ width: plot.root.parentElement.clientWidth, height }));
    }).observe(group.host);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw(group));
  }
})();
