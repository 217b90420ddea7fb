// Shows one slide at a time. Without it, the page is all slides below one another.
(() => {
  "use strict";
  const page = document.documentElement;
  const slides = [...document.querySelectorAll(".slide")];
  const controls = document.querySelector(".controls");
  const progress = document.querySelector(".progress");
  const counter = controls.querySelector(".at");
  const notes = [...document.querySelectorAll(".notes")].filter((note) => note.hidden);
  const button = (name) => controls.querySelector(`[data-do="${name}"]`);
  let at = 0;

  // The slide that an address means: its own id, or that of a place on it.
  const meant = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* as it stands */ }
    const place = id && document.getElementById(id);
    return place ? slides.indexOf(place.closest(".slide")) : -1;
  };

  const show = (number, { focus = true, address = true } = {}) => {
    at = Math.max(0, Math.min(number, slides.length - 1));
    slides.forEach((slide, each) => slide.classList.toggle("current", each === at));
    counter.textContent = `${at + 1} / ${slides.length}`;
    progress.style.transform = `scaleX(${slides.length > 1 ? at / (slides.length - 1) : 1})`;
    button("previous").disabled = at === 0;
    button("next").disabled = at === slides.length - 1;
    if (address) history.replaceState(null, "", `#${slides[at].id}`);
    if (focus) slides[at].focus({ preventScroll: !page.classList.contains("overview") });
    if (page.classList.contains("overview")) slides[at].scrollIntoView({ block: "nearest" });
    else scrollTo(0, 0);
  };

  const overview = (open) => {
    page.classList.toggle("overview", open);
    button("overview").setAttribute("aria-pressed", String(open));
    for (const slide of slides) {
      slide.querySelector(".face").inert = open;
      slide.querySelector(".open").hidden = !open;
    }
    show(at);
  };

  const toggleNotes = () => {
    const shown = page.classList.toggle("with-notes");
    for (const note of notes) note.hidden = !shown;
    button("notes").setAttribute("aria-pressed", String(shown));
  };

  const isOverview = () => page.classList.contains("overview");
  const row = () => {
    const top = slides[0].offsetTop;
    return isOverview() ? slides.filter((slide) => slide.offsetTop === top).length : 1;
  };
  const actions = {
    previous: () => show(at - 1),
    next: () => show(at + 1),
    up: () => show(at - row()),
    down: () => show(at + row()),
    first: () => show(0),
    last: () => show(slides.length - 1),
    overview: () => overview(!isOverview()),
    open: () => isOverview() && overview(false),
    notes: toggleNotes,
  };
  const keys = {
    ArrowRight: "next", ArrowLeft: "previous", ArrowDown: "down", ArrowUp: "up",
    PageDown: "next", PageUp: "previous", " ": "next", Home: "first", End: "last",
    o: "overview", O: "overview", Escape: "overview", Enter: "open", n: "notes", N: "notes",
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    const own = event.target.closest?.("a, button");
    if (own && (event.key === " " || event.key === "Enter")) return;
    const box = event.target.closest?.("section.table, .wide-formula");
    if (box && box.scrollWidth > box.clientWidth && /^Arrow(Left|Right)$/.test(event.key)) return;
    const tall = !isOverview() && page.scrollHeight > innerHeight + 1;
    if (tall && /^(Arrow(Up|Down)|Page(Up|Down)| )$/.test(event.key)) {
      const down = event.key === "ArrowDown" || event.key === "PageDown" || (event.key === " " && !event.shiftKey);
      const end = down ? scrollY + innerHeight >= page.scrollHeight - 2 : scrollY <= 0;
      if (!end) return; // the slide is read to its end first
    }
    const name = event.key === " " && event.shiftKey ? "previous" : keys[event.key];
    if (!name) return;
    event.preventDefault();
    actions[name]();
  });

  controls.addEventListener("click", (event) => {
    const name = event.target.closest("button")?.dataset.do;
    if (!name) return;
    actions[name]();
    event.target.closest("button").focus();
  });

  // A swipe to the side; more up or down than to the side is scrolling.
  let start = null;
  addEventListener("touchstart", ({ touches }) => {
    start = touches.length === 1 ? touches[0] : null;
  }, { passive: true });
  addEventListener("touchend", ({ changedTouches, target }) => {
    if (!start || isOverview()) return;
    const x = changedTouches[0].clientX - start.clientX;
    const y = changedTouches[0].clientY - start.clientY;
    const box = target.closest?.("section.table, .wide-formula");
    start = null;
    if (box && box.scrollWidth > box.clientWidth) return;
    if (Math.abs(x) > 40 && Math.abs(x) > 1.5 * Math.abs(y)) show(at + (x < 0 ? 1 : -1));
  }, { passive: true });

  addEventListener("hashchange", () => {
    const number = meant();
    if (number < 0) return;
    if (isOverview()) {
      at = number;
      overview(false);
    } else show(number);
  });

  slides.forEach((slide, number) => {
    slide.tabIndex = -1;
    const link = document.createElement("a");
    link.className = "open";
    link.href = `#${slide.id}`;
    link.textContent = `${number + 1}`;
    link.setAttribute("aria-labelledby", slide.getAttribute("aria-labelledby"));
    link.hidden = true;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      at = number;
      overview(false);
    });
    slide.append(link);
  });
  page.classList.add("show");
  controls.hidden = progress.hidden = false;
  const first = meant();
  show(Math.max(first, 0), { focus: false, address: first >= 0 });
})();
