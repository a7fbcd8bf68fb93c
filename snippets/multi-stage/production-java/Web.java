import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

class Web {
    public static void main(String[] args) throws Exception {
        var server = HttpServer.create(new InetSocketAddress(8000), 0);
        server.createContext("/", exchange -> {
            var answer = "Hello from Java\n".getBytes();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        System.out.println("ready");
    }
}
