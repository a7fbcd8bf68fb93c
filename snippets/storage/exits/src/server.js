require("http")
  .createServer((request, response) => response.end("hello\n"))
  .listen(3000, () => console.log("ready"));
