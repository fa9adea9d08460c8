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
