#!/bin/bash
# Start script of a web server on Amazon Linux 2023. user-data.ts fills in the names in double braces.
# It needs nothing from the network: Python is part of the image.
set -euo pipefail

install -d -m 0755 /opt/app
cat > /opt/app/environment <<ENVIRONMENT
AWS_REGION={{REGION}}
BUCKET={{BUCKET}}
DATABASE_HOST={{DATABASE_HOST}}
DATABASE_PORT={{DATABASE_PORT}}
DATABASE_NAME={{DATABASE_NAME}}
DATABASE_SECRET_ARN={{DATABASE_SECRET_ARN}}
ENVIRONMENT

cat > /opt/app/server.py <<'PYTHON'
"""Answers the load balancer's health check; put the application in its place."""
import http.server
import sys

PORT, HEALTH_PATH = int(sys.argv[1]), sys.argv[2]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.path in ("/", HEALTH_PATH)
        self.send_response(200 if known else 404)
        self.end_headers()
        self.wfile.write(b"ok\n" if known else b"not found\n")


http.server.ThreadingHTTPServer(("", PORT), Handler).serve_forever()
PYTHON

touch /var/log/app.log
cat > /etc/systemd/system/app.service <<UNIT
[Unit]
Description=Web application
After=network-online.target

[Service]
EnvironmentFile=/opt/app/environment
ExecStart=/usr/bin/python3 -u /opt/app/server.py {{PORT}} {{HEALTH_PATH}}
StandardOutput=append:/var/log/app.log
StandardError=append:/var/log/app.log
Restart=always

[Install]
WantedBy=multi-user.target
UNIT
systemctl daemon-reload
systemctl enable --now app.service

install -d -m 0755 /opt/aws/amazon-cloudwatch-agent/etc
cat > /opt/aws/amazon-cloudwatch-agent/etc/app.json <<'AGENT'
{{AGENT_CONFIG}}
AGENT
# The agent comes from Amazon's package repository. Without a way there the server runs all the same.
if dnf install -y amazon-cloudwatch-agent; then
  /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s \
    -c file:/opt/aws/amazon-cloudwatch-agent/etc/app.json
else
  echo "no way to the package repository: logs stay in /var/log/app.log" >&2
fi
