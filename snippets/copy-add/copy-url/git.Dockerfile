FROM busybox:1.37
COPY https://example.com/site.git /app/site
