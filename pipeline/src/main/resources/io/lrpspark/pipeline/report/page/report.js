"use strict";

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  // Told apart without colour too, by their shapes.
  const shapes = ["circle", "triangle", "rect", "rectRot", "star", "crossRot", "cross", "dash"];
  const hues = {
    light: ["#1f5fa8", "#b3420a", "#17663a", "#7b3fa0", "#8a6100", "#0b7285", "#a81d64", "#4a5560"],
    dark: ["#8ab8ec", "#ff9f6b", "#8fd8ab", "#d2a8f0", "#f2c373", "#74d3e3", "#ff9ecb", "#c0c8d0"],
  };
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const charts = [];

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    if (text !== undefined) {
      made.textContent = text;
    }
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };
  // With as many digits as tell values apart that are this far from each other.
  const short = (value, apart) => {
    const digits = apart > 0 && value !== 0
      ? Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(apart)) + 2 : 3;
    return Number(value.toPrecision(Math.min(12, Math.max(3, digits)))).toString();
  };

  // Charts -------------------------------------------------------------------------------------------------------

  function axes(horizontal, vertical) {
    const axis = (title) => ({
      title: { display: title !== "", text: title, color: color("--quiet") },
      ticks: { color: color("--quiet"), maxRotation: 0, autoSkipPadding: 12 },
      grid: { color: color("--line") },
      border: { color: color("--line") },
    });
    return { x: axis(horizontal), y: axis(vertical) };
  }

  function histogram(distribution) {
    const width = (distribution.most - distribution.least) / distribution.now.length;
    const labels = distribution.now.map((count, bin) => short(distribution.least + (bin + 0.5) * width, width));
    const total = (counts) => counts.reduce((sum, count) => sum + count, 0);
    const maps = total(distribution.now);
    const datasets = [{ type: "bar", label: data.run, data: distribution.now, backgroundColor: color("--bar"), order: 2,
      barPercentage: 1, categoryPercentage: 0.95 }];
    if (distribution.before) {
      const before = total(distribution.before);
      datasets.push({ type: "line", label: data.baseline, order: 1, stepped: "middle", pointRadius: 0, borderWidth: 1.5,
        borderColor: color("--ink"), data: distribution.before.map((count) => count * maps / before) });
    }
    return { type: "bar", data: { labels, datasets }, options: { animation: false, maintainAspectRatio: false,
      scales: axes("", "maps"), plugins: { legend: { display: datasets.length > 1, labels: { color: color("--ink") } } } } };
  }

  function scatter(points, chosen, choose) {
    const palette = hues[darkness.matches ? "dark" : "light"];
    const clusters = [...new Set(points.map((point) => point[2]))].sort((a, b) => a - b);
    const datasets = clusters.map((cluster, place) => {
      const mine = points.map((point, index) => ({ x: point[0], y: point[1], index, cluster: point[2] }))
        .filter((point) => point.cluster === cluster);
      return { label: "cluster " + cluster, data: mine, pointStyle: shapes[place % shapes.length],
        borderColor: palette[place % palette.length], backgroundColor: palette[place % palette.length] + "99",
        pointRadius: (context) => context.raw && context.raw.index === chosen() ? 10 : 4.5,
        pointBorderWidth: (context) => context.raw && context.raw.index === chosen() ? 3 : 1.5, pointHoverRadius: 7 };
    });
    return { type: "scatter", data: { datasets }, options: { animation: false, maintainAspectRatio: false,
      scales: axes("", ""), interaction: { mode: "nearest", intersect: false },
      onClick: (event, found) => {
        if (found.length > 0) {
          choose(datasets[found[0].datasetIndex].data[found[0].index].index);
        }
      },
      plugins: { legend: { labels: { color: color("--ink"), usePointStyle: true } },
        tooltip: { callbacks: { label: (item) => points[item.raw.index][3] } } } } };
  }

  // A chart is drawn when it comes into view for the first time, and again when light and dark change.
  function drawn(canvas, configuration) {
    const made = { canvas, configuration, chart: null };
    charts.push(made);
    new IntersectionObserver((entries, observer) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        observer.disconnect();
        made.chart = new Chart(canvas, configuration());
      }
    }, { rootMargin: "200px" }).observe(canvas);
    return made;
  }

  darkness.addEventListener("change", () => charts.filter((made) => made.chart).forEach((made) => {
    made.chart.destroy();
    made.chart = new Chart(made.canvas, made.configuration());
  }));

  document.querySelectorAll("canvas[data-distribution]").forEach((canvas) => {
    drawn(canvas, () => histogram(data.distributions[canvas.dataset.distribution]));
  });

  // Only a table that does not fit is a stop of the Tab key and a landmark.
  document.querySelectorAll(".scroll").forEach((box) => {
    const label = box.getAttribute("aria-label");
    new ResizeObserver(() => {
      const scrolls = box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1;
      Object.entries({ tabindex: "0", role: "region", "aria-label": label })
        .forEach(([name, value]) => scrolls ? box.setAttribute(name, value) : box.removeAttribute(name));
    }).observe(box);
  });

  // Plots and their images -----------------------------------------------------------------------------------------

  document.querySelectorAll(".plot-part").forEach((part) => {
    const target = part.dataset.class;
    const points = data.classes[target];
    const canvas = part.querySelector("canvas");
    const box = part.querySelector(".canvas");
    const picked = part.querySelector(".picked");
    const table = part.querySelector(".points-table");
    let chosen = -1;

    function choose(index) {
      const [, , cluster, image] = points[index];
      const before = document.getElementById(`image-${target}-${chosen}`);
      const figure = document.getElementById(`image-${target}-${index}`);
      chosen = index;
      if (before) {
        before.classList.remove("chosen");
      }
      picked.replaceChildren(element("p", figure ? `Cluster ${cluster}` : `${image}, cluster ${cluster}`));
      if (figure) {
        figure.classList.add("chosen");
        const copy = figure.cloneNode(true);
        copy.removeAttribute("id");
        copy.classList.remove("chosen");
        const button = element("button", "Show it among the images below", { type: "button" });
        button.addEventListener("click", () => {
          figure.tabIndex = -1;
          figure.scrollIntoView({ block: "center" });
          figure.focus();
        });
        picked.append(copy, button);
      } else {
        picked.append(element("p", "The report has no picture of this image.", { class: "quiet" }));
      }
      if (plot.chart) {
        plot.chart.update();
      }
    }

    const plot = drawn(canvas, () => scatter(points, () => chosen, choose));

    box.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        choose(chosen < 0 ? (step > 0 ? 0 : points.length - 1) : (chosen + step + points.length) % points.length);
      }
    });

    points.forEach((point, index) => {
      const figure = document.getElementById(`image-${target}-${index}`);
      if (figure) {
        figure.addEventListener("click", () => choose(index));
      }
    });

    table.addEventListener("toggle", () => {
      const place = table.querySelector(".points");
      if (!table.open || place.childElementCount > 0) {
        return;
      }
      const rows = element("tbody");
      points.forEach(([x, y, cluster, image], index) => {
        const row = element("tr");
        const button = element("button", "Choose", { type: "button", "aria-label": `Choose ${image}` });
        button.addEventListener("click", () => choose(index));
        const cell = element("td");
        cell.append(button);
        row.append(element("th", image, { scope: "row" }), element("td", cluster, { class: "number" }),
          element("td", short(x), { class: "number" }), element("td", short(y), { class: "number" }), cell);
        rows.append(row);
      });
      const head = element("tr");
      ["Image", "Cluster", "x", "y", "Picture"].forEach((name) => head.append(element("th", name, { scope: "col" })));
      const header = element("thead");
      header.append(head);
      const made = element("table");
      made.append(element("caption", "Images of the plot"), header, rows);
      place.append(made);
    });
  });

  // The table of classes ---------------------------------------------------------------------------------------------

  const classes = document.getElementById("class-table");
  const body = classes.tBodies[0];
  const filter = document.getElementById("class-filter");
  const show = document.getElementById("class-show");
  const count = document.getElementById("class-count");

  function filtered() {
    const wanted = filter.value.trim().toLowerCase();
    let shown = 0;
    for (const row of body.rows) {
      const name = row.querySelector("th").dataset.value.toLowerCase();
      const kind = show.value === "all" || row.dataset[show.value] === "true";
      row.hidden = !(kind && name.includes(wanted));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${body.rows.length} shown`;
  }

  function sorted(header) {
    const column = header.cellIndex;
    const text = header.dataset.sort === "text";
    const first = text ? "ascending" : "descending";
    const second = text ? "descending" : "ascending";
    const order = header.getAttribute("aria-sort") === first ? second : first;
    const sign = order === "ascending" ? 1 : -1;
    const key = (row) => row.cells[column].dataset.value;
    const rows = [...body.rows].sort((a, b) => {
      if (text) {
        return sign * key(a).localeCompare(key(b), "en", { numeric: true });
      }
      // What has no value comes last in both orders.
      if (key(a) === "" || key(b) === "") {
        return (key(a) === "" ? 1 : 0) - (key(b) === "" ? 1 : 0);
      }
      return sign * (Number(key(a)) - Number(key(b)));
    });
    body.append(...rows);
    classes.querySelectorAll("th[aria-sort]").forEach((other) => other.setAttribute("aria-sort", "none"));
    header.setAttribute("aria-sort", order);
  }

  filter.addEventListener("input", filtered);
  show.addEventListener("change", filtered);
  classes.querySelectorAll("th[data-sort] button").forEach((button) => {
    button.addEventListener("click", () => sorted(button.closest("th")));
  });
  filtered();

  // A link to a class opens it -----------------------------------------------------------------------------------------

  function opened() {
    const wanted = location.hash ? document.getElementById(location.hash.slice(1)) : null;
    if (wanted instanceof HTMLDetailsElement) {
      wanted.open = true;
      wanted.scrollIntoView();
    }
  }

  addEventListener("hashchange", opened);
  document.querySelectorAll('a[href^="#class-"]').forEach((link) => link.addEventListener("click", () => setTimeout(opened)));
  opened();
})();
