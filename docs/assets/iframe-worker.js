// Two things that the search lacks by itself. (Its name is the one by which the offline plugin knows that it need not load another.)
//
// Hanzi stand in the index one by one (mkdocs.yml). A query with hanzi asks for parts of the text that hold every one of them.
const QUERY = 2
const han = /\p{sc=Han}/gu
const asked = message => message.type === QUERY && message.data.search(han) >= 0
  ? {...message, data: `"${message.data.replace(/["+*~^:]/g, " ").replace(han, " $& ").trim().replace(/\s+/g, " ")}"`}
  : message

// A browser starts no worker for a page that is opened from the disk. There, the script of the search runs in a hidden
// frame that behaves like one.
class FrameWorker extends EventTarget {
  constructor(url) {
    super()
    const frame = document.createElement("iframe")
    frame.hidden = true
    frame.srcdoc = `<script>
      importScripts = (...urls) => urls.reduce((before, url) => before.then(() => new Promise((resolve, reject) => {
        const script = document.createElement("script")
        Object.assign(script, {src: url, onload: resolve, onerror: reject})
        document.head.append(script)
      })), Promise.resolve())
      postMessage = data => parent.dispatchEvent(new CustomEvent("answer", {detail: {from: window, data}}))
    <\/script><script src="${url}"><\/script>`
    this.started = new Promise(resolve => { frame.onload = () => resolve(frame.contentWindow) })
    addEventListener("answer", ({detail: {from, data}}) => {
      if (from === frame.contentWindow) this.dispatchEvent(new MessageEvent("message", {data}))
    })
    document.body.append(frame)
  }
  postMessage(data) {
    this.started.then(worker => worker.dispatchEvent(new MessageEvent("message", {data})))
  }
  terminate() {}
}

window.IFrameWorker = window.Worker = class extends (location.protocol === "file:" ? FrameWorker : Worker) {
  postMessage(message) {
    super.postMessage(asked(message))
  }
}
