// Prints the arguments that it was given and the processes above it, then waits for SIGTERM.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)

	fmt.Println("arguments:", list(os.Args))
	for pid := os.Getpid(); pid > 0; pid = parent(pid) {
		fmt.Println(place(pid), list(arguments(pid)))
	}
	select {
	case <-terminated:
		fmt.Println("SIGTERM reached", filepath.Base(os.Args[0]))
	case <-time.After(time.Minute):
	}
}

func place(pid int) string {
	if pid == 1 {
		return "PID 1:"
	}
	return "below it:"
}

func arguments(pid int) []string {
	line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
}

func parent(pid int) (found int) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for _, line := range strings.Split(string(status), "\n") {
		fmt.Sscanf(line, "PPid: %d", &found)
	}
	return found
}

func list(words []string) string {
	text, _ := json.Marshal(words)
	return string(text)
}
