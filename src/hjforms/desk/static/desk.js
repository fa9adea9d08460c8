/* One script for the whole desk. Syntax no newer than Chromium 78: no ?. ?? replaceAll, no modules, no build step.
   Every page shows, and gives its files, without it. */
"use strict";

/* ---- The frame: what every page may use ---- */
var desk = {
  /* The secret of our own pages, which every call that changes something has to say. */
  csrf: document.querySelector('meta[name="csrf"]').content,

  /* Call the interface: resolves to {status, data}, where data is what the answer holds (JSON or Blob). */
  call: function (path, body, type) {
    var headers = { "X-CSRF-Token": desk.csrf };
    if (body !== undefined) { headers["Content-Type"] = type || "application/json"; }
    return fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: headers,
      body: body === undefined || type ? body : JSON.stringify(body),
      credentials: "same-origin"
    }).then(function (answer) {
      var isJson = (answer.headers.get("Content-Type") || "").indexOf("json") >= 0;
      return (isJson ? answer.json() : answer.blob()).then(function (data) {
        return { status: answer.status, data: data };
      });
    });
  }
};

/* ---- Settle, compare, explain, calculations ---- */

/* ---- The paper ---- */
/* A form that is filled in on its page. ``stated`` is what somebody has put there: texts by the names of inputs, and
   fields that are unread by their paths. Whatever it changes, the desk is asked what follows, and shows that. */
(function () {
  var form = document.getElementById("paper");
  if (!form) { return; }

  var SVG = "http://www.w3.org/2000/svg";
  var MOST_STEPS = 500;
  var capacity = Number(form.dataset.capacity);
  var rules = JSON.parse(form.dataset.rules);
  var address = form.getAttribute("action");
  var sheets = form.querySelector(".sheets");
  var list = form.querySelector(".findings");
  var panel = form.querySelector("aside.told");
  var saved = form.querySelector(".saved");
  var pattern = sheets.firstElementChild.cloneNode(true);
  var stated = { texts: {}, unread: {} };
  var answer = { texts: {}, derived: [], unread: {}, findings: [], drawn: {}, pictures: {}, rows: 0 };
  var derived = {};
  var inputs = {}; /* by name: the inputs that show it, more than one for the boxes of a choice */
  var undone = [], redone = [];
  var typing = null; /* the name of the input in which the last step was typed */
  var begun = null; /* the column in which Tab set out, to which Enter comes back */
  var bubble = null;
  var isLaid = false;

  /* ---- Names ---- */

  function rowOf(name) {
    var found = /^([^.]+)\.(\d+)\.(.+)$/.exec(name);
    return found ? { table: found[1], row: Number(found[2]), column: found[3] } : null;
  }

  function inRow(name, row) {
    var at = rowOf(name);
    return at ? at.table + "." + row + "." + at.column : name;
  }

  function general(path) {
    var at = rowOf(path);
    return at ? at.table + ".*." + at.column : path;
  }

  function copied(of) {
    return { texts: Object.assign({}, of.texts), unread: Object.assign({}, of.unread) };
  }

  function isBlank(text) { return !text || text.length === 0; }

  function same(one, other) { return isBlank(one) ? isBlank(other) : String(one) === String(other); }

  /* ---- Pages ---- */

  function pageCount() { return sheets.children.length; }

  /* As many pages as there are rows for, made of the first. What stands outside the rows is filled in on one of them. */
  function layPages(count) {
    var focused = document.activeElement && document.activeElement.name;
    if (count === pageCount() && isLaid) { return; }
    isLaid = true;
    while (pageCount() > count) { sheets.removeChild(sheets.lastElementChild); }
    while (pageCount() < count) { sheets.appendChild(pattern.cloneNode(true)); }
    inputs = {};
    Array.prototype.forEach.call(sheets.children, function (sheet, page) {
      sheet.dataset.page = page;
      sheet.setAttribute("aria-label", "第" + (page + 1) + "页");
      var number = sheet.querySelector(".number");
      if (number) { number.textContent = count > 1 ? "第 " + (page + 1) + " 页 共 " + count + " 页" : ""; }
      Array.prototype.forEach.call(sheet.querySelectorAll("input.slot"), function (input) { nameInput(input, page, count); });
    });
    if (focused && inputs[focused] && document.activeElement.name !== focused) { inputs[focused][0].focus(); }
  }

  function nameInput(input, page, count) {
    var name = input.name || input.dataset.name;
    var at = rowOf(name);
    if (at) {
      var row = at.row % capacity + page * capacity;
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/第\d+行/, "第" + (row + 1) + "行"));
      input.dataset.leaf = inRow(input.dataset.leaf, row);
      name = inRow(name, row);
    }
    var here = at || page === ("once" in input.dataset ? count - 1 : 0);
    if (here) {
      input.name = name;
      input.removeAttribute("data-name");
      input.removeAttribute("tabindex");
      if (input.type === "checkbox") { input.disabled = false; } else { input.readOnly = false; }
      (inputs[name] = inputs[name] || []).push(input);
      input.id = "f:" + (inputs[name].length > 1 ? name + ":" + input.value : name);
    } else {
      input.removeAttribute("name");
      input.removeAttribute("id");
      input.dataset.name = name;
      input.tabIndex = -1;
      if (input.type === "checkbox") { input.disabled = true; } else { input.readOnly = true; }
    }
  }

  function ensureRow(row) {
    if (capacity && row >= pageCount() * capacity) {
      layPages(Math.ceil((row + 1) / capacity));
      show();
      return true;
    }
    return false;
  }

  /* ---- What is shown ---- */

  function textOf(name) { return isBlank(stated.texts[name]) ? derived[name] : stated.texts[name]; }

  function stateOf(name, leaf) {
    if (leaf in stated.unread || (leaf in answer.unread && typing !== name)) { return "unread"; }
    if (!isBlank(stated.texts[name])) { return "stated"; }
    return isBlank(derived[name]) ? "blank" : "derived";
  }

  function show() {
    var found = {};
    answer.findings.forEach(function (finding) {
      var grade = finding.rule === "required" ? "required" : finding.severity;
      var held = found[finding.path];
      found[finding.path] = held === "error" || (held === "warning" && grade === "required") ? held : grade;
    });
    Array.prototype.forEach.call(form.querySelectorAll("input.slot"), function (input) { showInput(input, found); });
    showDrawn();
    showFindings();
    showPanel();
  }

  function set(input, name, value) {
    if (value === undefined) { if (name in input.dataset) { delete input.dataset[name]; } } else if (input.dataset[name] !== value) { input.dataset[name] = value; }
  }

  function showInput(input, found) {
    var name = input.name || input.dataset.name, leaf = input.dataset.leaf;
    var isFocused = document.activeElement === input;
    var state = stateOf(name, leaf);
    set(input, "state", state);
    var grade = isFocused && typing === name ? undefined : found[leaf];
    set(input, "found", grade);
    if (grade === "error" || state === "unread") { input.setAttribute("aria-invalid", "true"); } else if (input.hasAttribute("aria-invalid")) { input.removeAttribute("aria-invalid"); }
    if (input.title) { input.removeAttribute("title"); }
    if (input.type === "checkbox") {
      input.checked = (textOf(name) || []).indexOf(input.value) >= 0;
      return;
    }
    var text = textOf(name) || "";
    if (leaf === name && leaf in stated.unread) { text = stated.unread[leaf]; }
    if (!input.name && "once" in input.dataset && pageCount() > 1) { text = "见末页"; set(input, "state", "stated"); }
    if (input.value !== text && !(isFocused && typing === name)) { input.value = text; }
    set(input, "drawn", answer.drawn[name] && text === answer.texts[name] ? "" : undefined);
  }

  /* The picture above a text: path, fill and width of the line of each paint. */
  function showPictures(ground) {
    Object.keys(answer.pictures).forEach(function (name) {
      answer.pictures[name].forEach(function (paint) {
        var path = document.createElementNS(SVG, "path");
        path.setAttribute("d", paint[0]);
        path.setAttribute("fill", paint[1]);
        if (paint[2]) { path.setAttribute("stroke", "#000"); path.setAttribute("stroke-width", paint[2]); }
        ground.appendChild(path);
      });
    });
  }

  /* Texts that are wrapped, made smaller or of another font, as they will print, and pictures. */
  function showDrawn() {
    Array.prototype.forEach.call(sheets.children, function (sheet, page) {
      var ground = sheet.querySelector(".drawn");
      while (ground.firstChild) { ground.removeChild(ground.firstChild); }
      showPictures(ground);
      Object.keys(answer.drawn).forEach(function (name) {
        var at = rowOf(name);
        var input = inputs[name] && inputs[name][0];
        if (!input || document.activeElement === input || !("drawn" in input.dataset)) { return; }
        if (at ? Math.floor(at.row / capacity) !== page : "once" in input.dataset && page !== pageCount() - 1) { return; }
        answer.drawn[name].forEach(function (line) {
          var text = document.createElementNS(SVG, "text");
          text.setAttribute("data-for", name);
          text.setAttribute("data-state", input.dataset.state);
          text.setAttribute("x", line[1]);
          text.setAttribute("y", line[2]);
          text.setAttribute("font-size", line[3]);
          text.setAttribute("xml:space", "preserve");
          text.textContent = line[0];
          ground.appendChild(text);
        });
      });
    });
  }

  function make(tag, text, kind) {
    var element = document.createElement(tag);
    if (text) { element.textContent = text; }
    if (kind) { element.className = kind; }
    return element;
  }

  function showFindings() {
    var items = answer.findings.map(function (finding) {
      var item = make("li", "", finding.rule === "required" ? "required" : finding.severity);
      var link = make("a", finding.message);
      link.href = "#f:" + finding.path;
      item.appendChild(link);
      if (finding.article) { item.appendChild(make("span", " " + finding.article, "article")); }
      return item;
    });
    var shown = list.firstElementChild, anew = shown.cloneNode(false);
    items.forEach(function (item) { anew.appendChild(item); });
    if (shown.innerHTML !== anew.innerHTML) { list.replaceChild(anew, shown); } /* a click on what stays as it is must not be lost */
    list.hidden = !items.length;
  }

  /* What is wrong here, at its place: expected, found, article. */
  function showBubble(input) {
    if (bubble) { bubble.parentNode.removeChild(bubble); bubble = null; }
    if (!input) { return; }
    var leaf = input.dataset.leaf;
    var found = answer.findings.filter(function (finding) { return finding.path === leaf; });
    var isUnread = leaf in stated.unread;
    if ((!found.length && !isUnread) || (typing && typing === input.name)) { return; }
    bubble = make("div", "", "bubble" + (found.some(function (finding) { return finding.severity === "error"; }) ? "" : " warning"));
    bubble.id = "bubble";
    bubble.setAttribute("role", "tooltip");
    found.forEach(function (finding) {
      bubble.appendChild(make("p", finding.message));
      if (finding.expected !== null && finding.message.indexOf(finding.expected) < 0) { bubble.appendChild(make("p", "应为 " + finding.expected + "，现为 " + finding.found)); }
      if (finding.article) { bubble.appendChild(make("p", finding.article, "article")); }
    });
    if (isUnread) {
      bubble.appendChild(make("p", "纸面上是：" + (stated.unread[leaf] || "（只看到墨迹）")));
      if (stated.unread[leaf]) {
        var accept = make("button", "确认就是这样（Alt+Enter）", "quiet");
        accept.type = "button";
        accept.addEventListener("mousedown", function (event) { event.preventDefault(); acceptUnread(input); });
        bubble.appendChild(accept);
      }
    }
    var sheet = input.parentNode;
    sheet.appendChild(bubble);
    var below = input.offsetTop + input.offsetHeight + 3;
    var top = below + bubble.offsetHeight > sheet.clientHeight ? input.offsetTop - bubble.offsetHeight - 3 : below;
    bubble.style.left = Math.max(0, Math.min(input.offsetLeft, sheet.clientWidth - bubble.offsetWidth)) + "px";
    bubble.style.top = Math.max(0, top) + "px";
    input.setAttribute("aria-describedby", "bubble");
  }

  /* How a figure is derived: the rule, its article, and what it is made of. */
  function showPanel() {
    var input = document.activeElement;
    if (!input || !input.classList || !input.classList.contains("slot")) { return; }
    while (panel.firstChild) { panel.removeChild(panel.firstChild); }
    var leaf = input.dataset.leaf, at = rowOf(leaf);
    panel.appendChild(make("h2", input.getAttribute("aria-label")));
    panel.appendChild(make("p", { derived: "推算所得，可以改写", stated: "已填", unread: "读不出，请看清纸面后改正", blank: "空白" }[input.dataset.state]));
    (rules[general(leaf)] || []).forEach(function (rule) {
      var facts = make("dl");
      facts.appendChild(make("dt", "算式"));
      facts.appendChild(make("dd", rule.formula));
      facts.appendChild(make("dt", "依据"));
      facts.appendChild(make("dd", rule.article));
      rule.inputs.forEach(function (taken) {
        facts.appendChild(make("dt", taken.label));
        facts.appendChild(make("dd", valuesOf(taken.path, at) || "（空白）"));
      });
      panel.appendChild(facts);
    });
    panel.hidden = false;
  }

  function valuesOf(path, at) {
    var known = /^([^.]+)\.(\*|-1)\.(.+)$/.exec(path);
    if (!known) { return shownAt(path); }
    if (known[2] === "-1") { return at && at.row ? shownAt(known[1] + "." + (at.row - 1) + "." + known[3]) : ""; }
    if (at && at.table === known[1]) { return shownAt(known[1] + "." + at.row + "." + known[3]); }
    var values = [];
    for (var row = 0; row < pageCount() * capacity; row += 1) {
      var text = shownAt(known[1] + "." + row + "." + known[3]);
      if (text) { values.push(text); }
    }
    return values.join("、");
  }

  function shownAt(path) {
    if (!isBlank(answer.texts[path])) { return String(answer.texts[path]); }
    return Object.keys(answer.texts).filter(function (name) { return name.indexOf(path + ".") === 0; })
      .map(function (name) { return answer.texts[name]; }).join("-");
  }

  /* ---- Asking the desk ---- */

  var isAsking = false, isStale = false;

  function ask() {
    if (isAsking) { isStale = true; return; }
    isAsking = true;
    isStale = false;
    desk.call(address + "/answer", stated).then(function (got) {
      isAsking = false;
      if (got.status !== 200) { complain(got.data); return; }
      if (isStale) { ask(); return; }
      take(got.data);
    }, function () {
      isAsking = false;
      saved.textContent = "连不上办理台，改动还没有核对；请看它是否还开着。";
    });
  }

  function take(data) {
    answer = data;
    derived = {};
    data.derived.forEach(function (name) { derived[name] = data.texts[name]; });
    if (capacity) {
      var rows = Math.max(data.rows, lastRow() + 1, focusedRow() + 1);
      layPages(Math.max(1, Math.ceil(rows / capacity)));
    }
    settle();
    show();
    showBubble(focusedSlot());
    form.dataset.settled = String(Number(form.dataset.settled || 0) + 1);
  }

  /* What was typed becomes what will print: 1000 is 1000.00. What is still being typed stays as it is. */
  function settle() {
    Object.keys(stated.texts).forEach(function (name) {
      var input = inputs[name] && inputs[name][0];
      if (!input || name === typing || isBlank(answer.texts[name]) || input.dataset.leaf in answer.unread) { return; }
      stated.texts[name] = answer.texts[name];
    });
  }

  function focusedSlot() {
    var focused = document.activeElement;
    return focused && focused.classList.contains("slot") ? focused : null;
  }

  function lastRow() {
    return Object.keys(stated.texts).concat(Object.keys(stated.unread)).reduce(function (last, name) {
      var at = rowOf(name);
      return at && (name in stated.unread || !isBlank(stated.texts[name])) ? Math.max(last, at.row) : last;
    }, -1);
  }

  function focusedRow() {
    var at = document.activeElement && document.activeElement.name && rowOf(document.activeElement.name);
    return at ? at.row : -1;
  }

  function complain(problem) {
    var told = (problem.faults || []).map(function (fault) { return fault.message; }).join("；");
    saved.textContent = told || problem.detail || "没有做成。";
  }

  var isSaving = false, isUnsaved = false;

  function save() {
    if (!form.dataset.save) { return; }
    saved.textContent = "";
    if (isSaving) { isUnsaved = true; return; }
    isSaving = true;
    isUnsaved = false;
    var sent = { version: Number(form.dataset.version), texts: stated.texts, unread: stated.unread };
    desk.call(form.dataset.save, sent).then(function (got) {
      isSaving = false;
      if (got.status !== 200) { complain(got.data); return; }
      form.dataset.version = got.data.version;
      if (isUnsaved) { save(); } else { saved.textContent = "已保存"; }
    }, function () {
      isSaving = false;
      saved.textContent = "连不上办理台，改动还没有保存。";
    });
  }

  /* Keep what stands on the page as a version, once everything that was typed is saved, and go on to the next page. */
  function store(button) {
    if (isSaving) { window.setTimeout(function () { store(button); }, 50); return; }
    desk.call(button.getAttribute("formaction"), stated).then(function (got) {
      if (got.status === 200) { location.href = got.data.back; } else { complain(got.data); }
    }, function () { saved.textContent = "连不上办理台，没有保存。"; });
  }

  /* ---- Changing ---- */

  function change(make, name) {
    var before = copied(stated);
    make();
    if (JSON.stringify(before) === JSON.stringify(stated)) { return; }
    if (!name || typing !== name) {
      undone.push({ stated: before, at: (document.activeElement && document.activeElement.name) || "" });
      if (undone.length > MOST_STEPS) { undone.shift(); }
    }
    redone = [];
    typing = name || null;
    ask();
    save();
  }

  function put(name, text) {
    var input = inputs[name] && inputs[name][0];
    if (isBlank(text)) { delete stated.texts[name]; } else { stated.texts[name] = text; }
    if (input) { delete stated.unread[input.dataset.leaf]; }
  }

  function step(from, to) {
    var last = from.pop();
    if (!last) { return; }
    to.push({ stated: copied(stated), at: last.at });
    stated = last.stated;
    typing = null;
    if (capacity) { layPages(Math.max(1, Math.ceil((lastRow() + 1) / capacity))); }
    show();
    if (inputs[last.at]) { inputs[last.at][0].focus(); }
    ask();
    save();
  }

  function acceptUnread(input) {
    var leaf = input.dataset.leaf, text = stated.unread[leaf];
    if (!text) { return; }
    change(function () {
      delete stated.unread[leaf];
      if (inputs[leaf]) { stated.texts[leaf] = text; }
    });
    show();
  }

  function moveRows(from, by) {
    change(function () {
      var texts = {}, unread = {};
      [[stated.texts, texts], [stated.unread, unread]].forEach(function (pair) {
        Object.keys(pair[0]).forEach(function (name) {
          var at = rowOf(name);
          if (!at || at.row < from) { pair[1][name] = pair[0][name]; return; }
          if (by > 0 || at.row > from) { pair[1][inRow(name, at.row + by)] = pair[0][name]; }
        });
      });
      stated = { texts: texts, unread: unread };
    });
    show();
  }

  /* Texts and unread fields of a record, or nothing, in the place of what is there. */
  function replaceAll(by) {
    change(function () { stated = by; });
    layPages(Math.max(1, capacity ? Math.ceil((lastRow() + 1) / capacity) : 1));
    show();
  }

  /* Everything that rules fill is derived anew; what they cannot fill stays as it is. */
  function derive() {
    var probe = copied(stated);
    Object.keys(probe.texts).forEach(function (name) {
      var at = general(name);
      var owner = at.slice(0, at.lastIndexOf("."));
      if ((rules[at] || rules[owner] || []).some(function (rule) { return rule.fills; })) { delete probe.texts[name]; }
    });
    desk.call(address + "/answer", probe).then(function (got) {
      if (got.status !== 200) { complain(got.data); return; }
      change(function () {
        got.data.derived.forEach(function (name) { if (!(name in probe.texts)) { delete stated.texts[name]; } });
      });
      show();
    });
  }

  /* ---- Moving ---- */

  function columnsOf(row) {
    return Array.prototype.filter.call(form.querySelectorAll("input.slot[data-row]"), function (input) {
      return input.name && rowOf(input.name).row === row;
    });
  }

  function go(input) {
    if (!input) { return; }
    input.focus();
    if (input.type !== "checkbox") { input.select(); }
  }

  function goToRow(input, by, column) {
    var at = rowOf(input.name), row = at.row + by;
    if (row < 0) { return false; }
    var isAtEnd = row >= pageCount() * capacity;
    if (isAtEnd && lastRow() < at.row) { return false; }
    ensureRow(row);
    go((inputs[at.table + "." + row + "." + (column || at.column)] || [])[0]);
    return true;
  }

  function isAtEdge(input, atEnd) {
    var start = input.selectionStart, end = input.selectionEnd, length = input.value.length;
    if (length && start === 0 && end === length) { return true; }
    return start === end && (atEnd ? end === length : start === 0);
  }

  function next(input, by) {
    var all = Array.prototype.filter.call(form.querySelectorAll("input.slot"), function (other) { return other.name; });
    return all[all.indexOf(input) + by];
  }

  function onKey(event) {
    var input = event.target, key = event.key;
    var isSlot = input.classList && input.classList.contains("slot") && input.name;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && (isSlot || input === document.body || input.tagName === "BUTTON")) {
      var letter = key.toLowerCase();
      if (letter === "z" && !event.shiftKey) { event.preventDefault(); step(undone, redone); return; }
      if (letter === "y" || (letter === "z" && event.shiftKey)) { event.preventDefault(); step(redone, undone); return; }
      if (letter === "p") { return; }
    }
    if (!isSlot || event.isComposing || event.ctrlKey || event.metaKey) { return; }
    if (event.altKey) {
      if (key === "Enter" && input.dataset.leaf in stated.unread) { event.preventDefault(); acceptUnread(input); }
      return;
    }
    var at = "row" in input.dataset ? rowOf(input.name) : null;
    if (key === "Tab") {
      if (at && !event.shiftKey && (!begun || begun.row !== at.row)) { begun = at; }
      return;
    }
    if (key === "Enter") {
      event.preventDefault();
      var column = begun && at && begun.row === at.row ? begun.column : null;
      begun = null;
      if (at) { goToRow(input, event.shiftKey ? -1 : 1, column); } else { go(next(input, event.shiftKey ? -1 : 1)); }
      return;
    }
    if (key === "Escape") {
      if (typing === input.name) { step(undone, redone); }
      showBubble(null);
      return;
    }
    if (key === "F2" && input.type === "text") {
      event.preventDefault();
      input.setSelectionRange(input.value.length, input.value.length);
      return;
    }
    if (!at || event.shiftKey) { return; }
    var steps = { ArrowDown: 1, ArrowUp: -1 };
    if (key in steps) {
      if (goToRow(input, steps[key])) { event.preventDefault(); }
    } else if (key === "ArrowRight" && isAtEdge(input, true)) {
      event.preventDefault();
      go(next(input, 1));
    } else if (key === "ArrowLeft" && isAtEdge(input, false)) {
      event.preventDefault();
      go(next(input, -1));
    }
  }

  /* A block of cells from another program: lines of texts with tabs between them. */
  function onPaste(event) {
    var input = event.target;
    if (!input.classList || !input.classList.contains("slot") || !("row" in input.dataset)) { return; }
    var text = (event.clipboardData.getData("text/plain") || "").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (text.indexOf("\t") < 0 && text.indexOf("\n") < 0) { return; }
    event.preventDefault();
    var at = rowOf(input.name), lines = cellsOf(text);
    ensureRow(at.row + lines.length - 1);
    change(function () {
      lines.forEach(function (cells, down) {
        var columns = columnsOf(at.row + down);
        var first = columns.findIndex(function (other) { return rowOf(other.name).column === at.column; });
        cells.forEach(function (cell, right) {
          var target = columns[first + right];
          if (target) { put(target.name, cell.trim()); }
        });
      });
    });
    show();
  }

  /* The cells of a block; one in quotation marks may have tabs and line breaks in it. */
  function cellsOf(text) {
    var lines = [[]], cell = "", isQuoted = false, isStart = true;
    for (var index = 0; index < text.length; index += 1) {
      var char = text[index];
      if (isQuoted) {
        if (char === '"' && text[index + 1] === '"') { cell += '"'; index += 1; } else if (char === '"') { isQuoted = false; } else { cell += char === "\n" ? " " : char; }
      } else if (char === '"' && isStart) { isQuoted = true; isStart = false; } else if (char === "\t" || char === "\n") {
        lines[lines.length - 1].push(cell);
        cell = "";
        isStart = true;
        if (char === "\n") { lines.push([]); }
      } else { cell += char; isStart = false; }
    }
    lines[lines.length - 1].push(cell);
    return lines;
  }

  /* ---- Files ---- */

  function refuse() {
    saved.textContent = "还有错误，没有写出，请看上面列出的各处。";
    list.scrollIntoView({ block: "center" });
  }

  function fetchFile(kind) {
    rememberPrinter();
    var isPaper = kind !== "json" && kind !== "measure";
    if (isPaper && answer.findings.some(function (finding) { return finding.severity === "error"; })) { refuse(); return; }
    var query = "?as=" + kind + "&right=" + encodeURIComponent(form.elements.$right.value) + "&down=" + encodeURIComponent(form.elements.$down.value);
    desk.call(address + query, stated).then(function (got) {
      if (got.status !== 200) {
        if (got.data.findings) { refuse(); } else { complain(got.data); }
        return;
      }
      saved.textContent = "";
      var link = make("a");
      link.href = URL.createObjectURL(got.data instanceof Blob ? got.data : new Blob([JSON.stringify(got.data, null, 2) + "\n"], { type: "application/json" }));
      link.download = form.dataset.form.replace("/", "-") + "." + ({ overlay: "overlay.pdf", measure: "measure.pdf" }[kind] || kind);
      document.body.appendChild(link);
      link.click();
      document.body.removeChild(link);
      window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    });
  }

  function openFile(file) {
    var reader = new FileReader();
    reader.onload = function () {
      desk.call(address + "/open", reader.result, "application/octet-stream").then(function (got) {
        if (got.status === 200) { saved.textContent = got.data.told.join(" "); replaceAll(got.data); } else { complain(got.data); }
      });
    };
    reader.readAsArrayBuffer(file);
  }

  /* The shift of an overlay is that of a printer, and this machine remembers it. */
  function printers() {
    try { return JSON.parse(localStorage.getItem("printers") || "{}"); } catch (error) { return {}; }
  }

  function rememberPrinter() {
    var known = printers(), fields = form.elements;
    known[fields.$printer.value] = [fields.$right.value, fields.$down.value];
    try {
      localStorage.setItem("printers", JSON.stringify(known));
      localStorage.setItem("printer", fields.$printer.value);
    } catch (error) { /* a browser that keeps nothing */ }
  }

  function recallPrinter(name) {
    var shift = printers()[name];
    form.elements.$printer.value = name;
    if (shift) { form.elements.$right.value = shift[0]; form.elements.$down.value = shift[1]; }
  }

  function listPrinters() {
    var known = make("datalist");
    known.id = "printers";
    Object.keys(printers()).forEach(function (name) {
      var option = make("option");
      option.value = name;
      known.appendChild(option);
    });
    form.appendChild(known);
    form.elements.$printer.setAttribute("list", "printers");
    try { recallPrinter(localStorage.getItem("printer") || ""); } catch (error) { /* a browser that keeps nothing */ }
  }

  /* ---- Beginning ---- */

  function readPage() {
    stated.unread = JSON.parse(form.elements.$unread.value);
    Array.prototype.forEach.call(form.querySelectorAll("input.slot[name]"), function (input) {
      if (input.dataset.state !== "stated" && !(input.dataset.state === "blank" && input.value && input.type !== "checkbox")) { return; }
      if (input.type !== "checkbox") { stated.texts[input.name] = input.value; return; }
      if (input.checked) { stated.texts[input.name] = (stated.texts[input.name] || []).concat(input.value); }
    });
  }

  form.addEventListener("input", function (event) {
    var input = event.target;
    if (!input.classList.contains("slot")) { return; }
    if (input.type !== "checkbox") { change(function () { put(input.name, input.value); }, input.name); showInput(input, {}); return; }
    var marked = (stated.texts[input.name] || []).filter(function (option) { return option !== input.value && !("one" in input.dataset); });
    change(function () { put(input.name, input.checked ? marked.concat(input.value) : marked); });
    show();
  });
  form.addEventListener("keydown", onKey);
  document.addEventListener("keydown", function (event) { if (event.target === document.body) { onKey(event); } });
  form.addEventListener("paste", onPaste);
  form.addEventListener("focusin", function (event) {
    if (!event.target.classList.contains("slot")) { return; }
    typing = null;
    if (begun && (!event.target.name || !rowOf(event.target.name) || rowOf(event.target.name).row !== begun.row)) { begun = null; }
    if (event.target.type !== "checkbox") { event.target.select(); }
    showDrawn();
    showPanel();
    showBubble(event.target);
  });
  form.addEventListener("focusout", function (event) {
    if (!event.target.classList.contains("slot")) { return; }
    typing = null;
    window.setTimeout(function () { showBubble(focusedSlot()); if (!isAsking) { settle(); show(); } }, 0);
  });
  form.addEventListener("mouseover", function (event) {
    if (event.target.classList.contains("slot") && event.target.dataset.found) { showBubble(event.target); }
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("change", function (event) {
    if (event.target.name === "$file" && event.target.files.length) { openFile(event.target.files[0]); event.target.value = ""; }
    if (event.target.name === "$printer") { recallPrinter(event.target.value); }
  });
  form.addEventListener("click", function (event) {
    var button = event.target.closest("button"), link = event.target.closest(".findings a");
    if (link) {
      event.preventDefault();
      var path = decodeURIComponent(link.getAttribute("href").slice(3));
      go(Array.prototype.find.call(form.querySelectorAll("input.slot[name]"), function (input) {
        return input.dataset.leaf === path || input.dataset.leaf.indexOf(path + ".") === 0;
      }));
    }
    if (!button) { return; }
    if (button.value === "store") { event.preventDefault(); store(button); return; }
    if (button.name === "$do") { event.preventDefault(); fetchFile(button.value); return; }
    var focused = lastFocused && lastFocused.name ? rowOf(lastFocused.name) : null;
    var acts = {
      print: function () { window.print(); },
      undo: function () { step(undone, redone); },
      redo: function () { step(redone, undone); },
      insert: function () { if (focused) { moveRows(focused.row, 1); go(inputs[inRow(lastFocused.name, focused.row)][0]); } },
      "delete": function () { if (focused) { moveRows(focused.row, -1); go(inputs[inRow(lastFocused.name, focused.row)][0]); } },
      derive: derive
    };
    if (button.dataset.do in acts) { acts[button.dataset.do](); }
  });
  var lastFocused = null;
  form.addEventListener("focusin", function (event) { if (event.target.classList.contains("slot")) { lastFocused = event.target; } });

  Array.prototype.forEach.call(form.querySelectorAll(".scripted"), function (element) { if (element !== panel) { element.hidden = false; } });
  Array.prototype.forEach.call(form.querySelectorAll(".plain"), function (element) { element.hidden = true; });
  readPage();
  layPages(pageCount());
  listPrinters();
  ask();
}());

/* ---- The book ---- */
(function () {
  function each(list, use) { Array.prototype.forEach.call(list, use); }

  function shows() { each(document.querySelectorAll(".scripted"), function (part) { part.hidden = false; }); }

  /* What went wrong is the first thing that one hears. */
  var wrong = document.querySelector(".wrong");
  if (wrong) { wrong.focus(); }

  /* ---- Files and folders are dropped on the page ---- */
  function dropping(form) {
    var told = form.querySelector("output"), waiting = [], count = 0, last = null, left = [];

    function tell(text) { told.textContent = text; }

    function next() {
      if (!waiting.length) {
        if (left.length === 0 && last !== null && count === 1) { location.href = "/arrivals/" + last; } else if (left.length === 0) { location.reload(); } else { tell("没有收下：" + left.join("、")); }
        return;
      }
      var file = waiting.shift(), body = new FormData();
      body.append("files", file);
      count += 1;
      tell("正在读第 " + count + " 个文件，还有 " + waiting.length + " 个……");
      fetch("/arrivals", { method: "POST", body: body, headers: { "X-CSRF-Token": desk.csrf, "Accept": "application/json" }, credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) { left.push(file.name); next(); return; }
        return answer.json().then(function (data) {
          if (data.waiting.length === 1) { last = data.waiting[0]; }
          next();
        });
      }, function () { left.push(file.name); next(); });
    }

    function walk(entry, done) {
      if (entry.isFile) { entry.file(function (file) { waiting.push(file); done(); }, done); return; }
      var reader = entry.createReader();
      (function more() {
        reader.readEntries(function (found) {
          if (!found.length) { done(); return; }
          var open = found.length;
          found.forEach(function (inner) { walk(inner, function () { open -= 1; if (!open) { more(); } }); });
        }, done);
      }());
    }

    function taken(items, files) {
      var entries = [];
      each(items || [], function (item) { var entry = item.webkitGetAsEntry && item.webkitGetAsEntry(); if (entry) { entries.push(entry); } });
      if (!entries.length) { each(files, function (file) { waiting.push(file); }); next(); return; }
      var open = entries.length;
      entries.forEach(function (entry) { walk(entry, function () { open -= 1; if (!open) { next(); } }); });
    }

    form.addEventListener("submit", function (event) {
      var files = form.querySelector('input[type="file"]').files;
      if (!files.length) { return; }
      event.preventDefault();
      taken(null, files);
    });
    ["dragenter", "dragover"].forEach(function (name) {
      document.addEventListener(name, function (event) { event.preventDefault(); form.classList.add("over"); });
    });
    document.addEventListener("dragleave", function () { form.classList.remove("over"); });
    document.addEventListener("drop", function (event) {
      event.preventDefault();
      form.classList.remove("over");
      taken(event.dataTransfer.items, event.dataTransfer.files);
    });
  }

  /* ---- Box by box beside the paper ---- */
  function looking(beside) {
    var boxes = beside.querySelectorAll("form.field"), doubts = document.getElementById("doubts");

    function mark(box) {
      each(beside.querySelectorAll("rect.here"), function (rect) { rect.classList.remove("here"); });
      each(beside.querySelectorAll("rect"), function (rect) {
        if (rect.getAttribute("data-for") !== box.dataset.path) { return; }
        rect.classList.add("here");
        var papers = beside.querySelector(".papers"), at = rect.getBoundingClientRect(), view = papers.getBoundingClientRect();
        papers.scrollTop += at.top - view.top - view.height / 3;
      });
    }

    function isDoubtful(box) { return !box.classList.contains("rank4") && !box.classList.contains("seen"); }

    /* After a doubt the next doubt, after them the button; who looks at the others as well goes on with these. */
    function following(box) {
      var all = Array.prototype.slice.call(boxes), later = all.slice(all.indexOf(box) + 1);
      var wanted = box && box.classList.contains("rank4") ? later.filter(function (other) { return !other.classList.contains("seen"); }) : all.filter(isDoubtful);
      return wanted.length ? wanted[0].querySelector('input[name="text"]') : document.querySelector("#accept button");
    }

    function go(target) {
      if (target) { target.focus(); if (target.select) { target.select(); } }
    }

    function count() {
      var open = 0;
      each(boxes, function (box) { if (isDoubtful(box)) { open += 1; } });
      doubts.textContent = open ? open + " 栏要看" : "没有要看的栏目";
    }

    each(boxes, function (box) {
      var input = box.querySelector('input[name="text"]'), told = box.querySelector(".told");
      box.addEventListener("focusin", function () { mark(box); });
      box.addEventListener("submit", function (event) {
        event.preventDefault();
        fetch(box.action, { method: "POST", body: new URLSearchParams(new FormData(box)), headers: { "X-CSRF-Token": desk.csrf, "Accept": "application/json" }, credentials: "same-origin" }).then(function (answer) {
          return answer.json().then(function (data) {
            if (!answer.ok) { told.textContent = (data.faults || []).map(function (fault) { return fault.message; }).join(" "); input.focus(); input.select(); return; }
            box.classList.add("seen");
            told.textContent = data.told.join(" ");
            var doubt = box.querySelector(".doubt");
            if (doubt) { doubt.textContent = data.doubt || ""; }
            count();
            go(following(box));
          });
        }, function () { told.textContent = "连不上办理台，没有记下。"; });
      });
    });
    if (location.hash || wrong) { return; }
    var whose = document.querySelector("#whose ~ form select, #whose ~ details select");
    if (whose) { whose.focus(); } else if (document.querySelector("#accept")) { go(following(null)); }
  }

  var drop = document.getElementById("drop"), beside = document.getElementById("beside");
  if (drop) { shows(); dropping(drop); }
  if (beside) { shows(); looking(beside); }
}());
