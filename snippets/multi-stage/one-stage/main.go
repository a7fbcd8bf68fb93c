package main

import (
	"net"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM)
	go func() { <-stop; os.Exit(0) }()
	server, _ := net.Listen("tcp", ":8000")
	println("ready")
	for {
		client, _ := server.Accept()
		client.Read(make([]byte, 4096))
		client.Write([]byte("HTTP/1.0 200 OK\r\n\r\nHello from Go\n"))
		client.Close()
	}
}
