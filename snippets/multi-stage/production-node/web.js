const server = require("http").createServer((_, answer) => {
  answer.end("Hello from Node.js\n");
});
process.on("SIGTERM", () => server.close());
server.listen(8000, () => console.log("ready"));
