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
    var boxes = beside.querySelectorAll("form.box"), doubts = document.getElementById("doubts");

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
