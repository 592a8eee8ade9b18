package io.bespokecache.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.function.Consumer;

import io.bespokecache.testing.TcpProxy.Connection;
import io.bespokecache.testing.TcpProxy.Direction;
import io.bespokecache.testing.TcpProxy.Kind;

/**
 * A connection that a proxy accepted, and the one that it made for it.
 */
final class ProxiedConnection implements Connection {

	private static final int FIRST_BYTES = 512;

	private final int ordinal;

	private final Socket client;

	private final Socket server;

	private final Consumer<ProxiedConnection> atEnd;

	private final Pipe toServer;

	private final Pipe toClient;

	/** Guarded by itself, as the next. */
	private final ByteArrayOutputStream firstBytes = new ByteArrayOutputStream();

	private final RespCommands commands = new RespCommands();

	private volatile Kind kind = Kind.COMMANDS;

	private volatile boolean ended;

	ProxiedConnection(int ordinal, Socket client, Socket server, List<NetworkFault> faults,
			Consumer<ProxiedConnection> atEnd) throws IOException {
		this.ordinal = ordinal;
		this.client = client;
		this.server = server;
		this.atEnd = atEnd;
		client.setTcpNoDelay(true);
		server.setTcpNoDelay(true);
		this.toServer = new Pipe(this, Direction.TO_SERVER, client, server, faults);
		this.toClient = new Pipe(this, Direction.TO_CLIENT, server, client, faults);
	}

	/**
	 * What threads have to do for it.
	 */
	List<Runnable> tasks() {
		return List.of(this.toServer::read, this.toServer::write, this.toClient::read, this.toClient::write);
	}

	@Override
	public int ordinal() {
		return this.ordinal;
	}

	@Override
	public Kind kind() {
		return this.kind;
	}

	@Override
	public byte[] firstBytes() {
		synchronized (this.firstBytes) {
			return this.firstBytes.toByteArray();
		}
	}

	/**
	 * Looks at what the client sent, before it goes on.
	 */
	void look(byte[] bytes, int length) {
		synchronized (this.firstBytes) {
			this.firstBytes.write(bytes, 0, Math.min(length, FIRST_BYTES - this.firstBytes.size()));
			this.commands.read(bytes, length);
			if (this.commands.subscribing()) {
				this.kind = Kind.PUBSUB;
			}
		}
	}

	boolean ended() {
		return this.ended;
	}

	/**
	 * Has the pipes look at the faults again.
	 */
	void wake() {
		this.toServer.wake();
		this.toClient.wake();
	}

	/**
	 * Ends it in good order, when both sides have said all.
	 */
	void endIfDone() {
		if (this.toServer.done() && this.toClient.done()) {
			end(false);
		}
	}

	void reset() {
		end(true);
	}

	private void end(boolean reset) {
		this.ended = true;
		try {
			close(this.client, reset);
			close(this.server, reset);
		}
		finally {
			wake();
			this.atEnd.accept(this);
		}
	}

	/**
	 * Resets a socket: with a linger of 0, close sends RST.
	 */
	static void reset(Socket socket) {
		close(socket, true);
	}

	private static void close(Socket socket, boolean reset) {
		try {
			if (reset && !socket.isClosed()) {
				socket.setSoLinger(true, 0);
			}
		}
		catch (IOException ex) {
			// it has been closed meanwhile
		}
		try {
			socket.close();
		}
		catch (IOException ex) {
			// nobody can use it any more either way
		}
	}

}
