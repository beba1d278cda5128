// Connects to a store, which may come up after the application.
import { connect } from "node:net";

export const reach = (host, port) =>
  new Promise((reached) => {
    const attempt = () => {
      const socket = connect(port, host);
      const failed = (error) => {
        console.error(`${host}:${port}: ${error.message}`);
        setTimeout(attempt, 1000);
      };
      socket.once("error", failed);
      socket.once("connect", () => {
        socket.off("error", failed);
        reached(socket);
      });
    };
    attempt();
  });
