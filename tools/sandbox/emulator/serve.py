"""Serves moto, the AWS emulator, on a free loopback port until it is told or left to end.

Started by Strata in one of two ways:

  --folder F         Lives on after the command that started it. It may serve only as long as F/emulator.json names its
                     generation, so that a deleted clone, or a newer emulator, leaves no process behind.
  --while-stdin-open Ends when standard input ends, thus with the process that holds the other side, however that ends.

The first line of standard output is a JSON object with `pid` and `port`, written when requests are answered. Errors
go to standard error.
"""

import argparse
import json
import logging
import os
import signal
import sys
import threading
import time

POLL_SECONDS = 2
GENERATION_PATH = "/strata/generation"
ACCOUNT_PATH = "/strata/account"


def main():
    arguments = parse_arguments()
    if arguments.folder is not None:
        leave_the_family()
    sys.path.insert(0, arguments.packages)
    patches, account_baseline = load_own_modules()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # A Ctrl-C in the terminal is meant for the command that started the emulator.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if arguments.while_stdin_open:
        # Before the slow imports: the parent may die while they run.
        in_background(end_with_stdin)

    # Policies such as arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore are there without being made.
    os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true"

    from werkzeug.serving import make_server

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    # One line per request would fill the log; what fails is still written.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)

    def create_app(service):
        app = create_backend_app(service)
        patches.apply_to_loaded()
        return app

    application = DomainDispatcherApplication(create_app)
    application.debug = True  # as moto's own command: answers of 500 carry the traceback
    def prepare_account(baseline):
        account_baseline.prepare(baseline, patches)

    own = answering_for_strata(application, arguments.generation, prepare_account)
    server = make_server("127.0.0.1", 0, own, threaded=True)
    # Some services of moto hand out addresses of the server itself.
    os.environ["MOTO_PORT"] = str(server.port)

    announcement = {"pid": os.getpid(), "port": server.port}
    if arguments.folder is not None:
        record = os.path.join(arguments.folder, "emulator.json")
        publish(record, arguments.generation, announcement)
        in_background(lambda: end_with_record(record, arguments.generation))
    # Clients that connect from now on wait in the socket's queue: it is listening already.
    print(json.dumps(announcement), flush=True)
    # The reader of the announcement has what it needs; nothing else may hold or fill its pipe.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server.serve_forever()


def parse_arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--packages", required=True)
    parser.add_argument("--generation", required=True)
    parser.add_argument("--folder")
    parser.add_argument("--while-stdin-open", action="store_true")
    return parser.parse_args()


def load_own_modules():
    # An isolated Python does not look beside its script.
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    # No __pycache__ in the clone.
    sys.dont_write_bytecode = True
    import account_baseline
    import moto_patches

    sys.dont_write_bytecode = False
    return moto_patches, account_baseline


def leave_the_family():
    """Nx ends whatever descends from the processes it starts, in whatever group: become a child of init."""
    if hasattr(os, "fork") and os.fork() > 0:
        os._exit(0)


def answering_for_strata(application, generation, prepare_account):
    """Lets a client make sure that the server on a port is the one it means, and give an account its baseline."""

    def respond(environ, start_response):
        path = environ.get("PATH_INFO")
        if path not in (GENERATION_PATH, ACCOUNT_PATH):
            return application(environ, start_response)
        status, text = ("200 OK", generation) if path == GENERATION_PATH else prepared(environ, prepare_account)
        body = text.encode()
        start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    return respond


def prepared(environ, prepare_account):
    if environ.get("REQUEST_METHOD") != "PUT":
        return "405 Method Not Allowed", "PUT a baseline"
    try:
        prepare_account(json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))))
        return "200 OK", ""
    except Exception as error:
        return "500 Internal Server Error", f"{type(error).__name__}: {error}"


def publish(path, generation, announcement):
    """Adds pid and port to the record that the starter left, unless another starter has taken over since."""
    record = read_record(path)
    if record is None or record.get("generation") != generation:
        sys.exit("emulator.json names another emulator or is gone: not serving")
    temporary = f"{path}.{os.getpid()}"
    with open(temporary, "w", encoding="utf-8") as file:
        json.dump({**record, **announcement}, file, indent=2)
        file.write("\n")
    os.replace(temporary, path)


def read_record(path):
    try:
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
        return record if isinstance(record, dict) else None
    except (OSError, ValueError):
        return None


def end_with_record(path, generation):
    while True:
        time.sleep(POLL_SECONDS)
        record = read_record(path)
        if record is None or record.get("generation") != generation:
            os._exit(0)


def end_with_stdin():
    # The descriptor, not sys.stdin: a thread that holds the buffer's lock would break the end of the interpreter.
    while os.read(0, 4096):
        pass
    os._exit(0)


def in_background(task):
    threading.Thread(target=task, daemon=True).start()


if __name__ == "__main__":
    main()
