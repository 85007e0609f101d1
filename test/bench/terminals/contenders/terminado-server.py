# terminado as its documentation shows it: one shell for each connection.
import socket

import terminado
import tornado.httpserver
import tornado.ioloop
import tornado.web

manager = terminado.UniqueTermManager(shell_command=["bash", "--noprofile", "--norc", "-i"])
application = tornado.web.Application([(r"/socket", terminado.TermSocket, {"term_manager": manager})])
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
listener.setblocking(False)
tornado.httpserver.HTTPServer(application).add_socket(listener)
print(listener.getsockname()[1], flush=True)
tornado.ioloop.IOLoop.current().start()
