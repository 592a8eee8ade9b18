package io.bespokecache.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a server, and makes the network between them fail. A fault
 * befalls the connections that are chosen, those that are there and those to come, until
 * it ends. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

	private final InetSocketAddress server;

	private final InetSocketAddress address;

	private final List<ProxiedConnection> open = new CopyOnWriteArrayList<>();

	private final List<NetworkFault> faults = new CopyOnWriteArrayList<>();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger resetting = new AtomicInteger();

	/** Guarded by this. */
	private int refusing;

	/** Guarded by this; {@code null} while connections are refused. */
	private @Nullable ServerSocket listening;

	/** Guarded by this. */
	private @Nullable Thread accepting;

	private volatile boolean closed;

	private TcpProxy(InetSocketAddress server) throws IOException {
		this.server = server;
		this.listening = listen(0);
		this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), this.listening.getLocalPort());
	}

	/**
	 * Creates a proxy on a free port of the loopback interface.
	 * @param server where it connects to, for each connection that it accepts
	 * @return the proxy
	 */
	public static TcpProxy to(InetSocketAddress server) {
		try {
			return new TcpProxy(server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where clients connect to.
	 * @return the address
	 */
	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Chooses all connections.
	 * @return the choice
	 */
	public Connections connections() {
		return connections((connection) -> true);
	}

	/**
	 * Chooses connections by what they are used for. One is of {@link Kind#COMMANDS}
	 * until its client subscribes.
	 * @param kind what for
	 * @return the choice
	 */
	public Connections connections(Kind kind) {
		return connections((connection) -> connection.kind() == kind);
	}

	/**
	 * Chooses one connection by its number.
	 * @param ordinal from 0, in the order in which they were accepted
	 * @return the choice
	 */
	public Connections connection(int ordinal) {
		return connections((connection) -> connection.ordinal() == ordinal);
	}

	/**
	 * Chooses connections.
	 * @param condition which; asked again with each slice of bytes
	 * @return the choice
	 */
	public Connections connections(Predicate<? super Connection> condition) {
		return new Connections(condition);
	}

	/**
	 * Stops listening, so that the system refuses connections. Those that are there stay.
	 * @return ends that
	 */
	public Fault refuse() {
		refuse(1);
		return once(() -> refuse(-1));
	}

	/**
	 * Accepts connections and resets them at once. Those that are there stay.
	 * @return ends that
	 */
	public Fault resetNew() {
		this.resetting.incrementAndGet();
		return once(this.resetting::decrementAndGet);
	}

	private static Fault once(Runnable end) {
		AtomicBoolean ended = new AtomicBoolean();
		return () -> {
			if (ended.compareAndSet(false, true)) {
				end.run();
			}
		};
	}

	private synchronized void refuse(int difference) {
		this.refusing += difference;
		boolean refuse = this.refusing > 0;
		try {
			if (refuse && this.listening != null) {
				this.listening.close();
				this.listening = null;
				joinAccepting();
			}
			else if (!refuse && this.listening == null && !this.closed) {
				this.listening = listen(this.address.getPort());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ServerSocket listen(int port) throws IOException {
		ServerSocket socket = new ServerSocket();
		socket.setReuseAddress(true);
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		this.accepting = start("accept", () -> accept(socket));
		return socket;
	}

	/**
	 * Waits until nobody accepts: while a thread is doing so, the system keeps on
	 * listening although the socket has been closed.
	 */
	private void joinAccepting() {
		Thread thread = this.accepting;
		while (thread != null && thread.isAlive()) {
			join(thread);
		}
	}

	private void accept(ServerSocket socket) {
		while (true) {
			try {
				connect(socket.accept());
			}
			catch (IOException ex) {
				if (socket.isClosed()) {
					return;
				}
			}
		}
	}

	private void connect(Socket client) throws IOException {
		int ordinal = this.accepted.getAndIncrement();
		if (this.resetting.get() > 0) {
			ProxiedConnection.reset(client);
			return;
		}
		Socket target = new Socket();
		try {
			target.connect(this.server);
		}
		catch (IOException ex) {
			ProxiedConnection.reset(client);
			throw ex;
		}
		ProxiedConnection connection = new ProxiedConnection(ordinal, client, target, this.faults, this.open::remove);
		this.open.add(connection);
		if (this.closed) {
			connection.reset();
		}
		connection.tasks().forEach((task) -> start("connection " + ordinal, task));
	}

	private Thread start(String name, Runnable task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			finally {
				this.threads.remove(Thread.currentThread());
			}
		}, "tcp-proxy: " + name);
		thread.setDaemon(true);
		this.threads.add(thread);
		thread.start();
		return thread;
	}

	/**
	 * How many threads it has.
	 * @return 0 after it was closed
	 */
	public int threads() {
		return this.threads.size();
	}

	/**
	 * How many connections it has accepted.
	 * @return those that were reset at once among them
	 */
	public int accepted() {
		return this.accepted.get();
	}

	/**
	 * Resets all connections, and ends all threads before it returns.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			try {
				if (this.listening != null) {
					this.listening.close();
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		while (!this.threads.isEmpty()) {
			this.open.forEach(ProxiedConnection::reset);
			for (Thread thread : this.threads) {
				join(thread);
			}
		}
	}

	private static void join(Thread thread) {
		try {
			// Not for ever: a connection can be accepted while the others are reset.
			thread.join(Duration.ofSeconds(1).toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while the proxy ends", ex);
		}
	}

	/**
	 * What a connection is used for.
	 */
	public enum Kind {

		/** Its client has subscribed to something. */
		PUBSUB,

		/** Its client has not. */
		COMMANDS

	}

	/**
	 * Which way bytes go.
	 */
	public enum Direction {

		/** From the client to the server. */
		TO_SERVER,

		/** From the server to the client. */
		TO_CLIENT

	}

	/**
	 * A connection, as conditions see it.
	 */
	public interface Connection {

		/**
		 * Its number.
		 * @return from 0, in the order in which they were accepted
		 */
		int ordinal();

		/**
		 * What it is used for.
		 * @return the kind, so far
		 */
		Kind kind();

		/**
		 * What its client sent first.
		 * @return up to 512 bytes
		 */
		byte[] firstBytes();

	}

	/**
	 * A fault that was begun.
	 */
	public interface Fault {

		/**
		 * Ends it. Does nothing if it has ended.
		 */
		void end();

	}

	/**
	 * Connections that were chosen, and the faults that can befall them. Where several
	 * directions are named or none, a fault befalls each of them, counting by itself.
	 */
	public final class Connections {

		private final Predicate<? super Connection> condition;

		Connections(Predicate<? super Connection> condition) {
			this.condition = condition;
		}

		private List<ProxiedConnection> chosen() {
			List<ProxiedConnection> chosen = new ArrayList<>(TcpProxy.this.open);
			chosen.removeIf((connection) -> !this.condition.test(connection));
			return chosen;
		}

		private Fault begin(NetworkFault.Effect effect, long amount, Direction... directions) {
			NetworkFault fault = new NetworkFault(this.condition, effect, amount, directions, (ending) -> {
				TcpProxy.this.faults.remove(ending);
				wake();
			});
			TcpProxy.this.faults.add(fault);
			wake();
			return fault;
		}

		private void wake() {
			TcpProxy.this.open.forEach(ProxiedConnection::wake);
		}

		/**
		 * How many are open.
		 * @return 0 or more
		 */
		public int count() {
			return chosen().size();
		}

		/**
		 * Resets those that are open, for both sides.
		 */
		public void reset() {
			chosen().forEach(ProxiedConnection::reset);
		}

		/**
		 * Bytes vanish, and the connection stays open.
		 * @param directions which way; none for both
		 * @return the fault
		 */
		public Fault blackHole(Direction... directions) {
			return begin(NetworkFault.Effect.BLACK_HOLE, 0, directions);
		}

		/**
		 * Bytes wait until the fault ends.
		 * @param directions which way; none for both
		 * @return the fault
		 */
		public Fault stall(Direction... directions) {
			return begin(NetworkFault.Effect.STALL, 0, directions);
		}

		/**
		 * Bytes are late, in their order. Those under way when it ends stay late.
		 * @param duration how late
		 * @param directions which way; none for both
		 * @return the fault
		 */
		public Fault latency(Duration duration, Direction... directions) {
			return begin(NetworkFault.Effect.LATENCY, duration.toNanos(), directions);
		}

		/**
		 * Bytes come in small slices, each a packet of its own.
		 * @param bytes how many in a slice, 1 or more
		 * @param directions which way; none for both
		 * @return the fault
		 */
		public Fault slice(int bytes, Direction... directions) {
			return begin(NetworkFault.Effect.SLICE, atLeastOne(bytes), directions);
		}

		/**
		 * Bytes come slowly.
		 * @param bytesPerSecond how many a second, 1 or more
		 * @param directions which way; none for both
		 * @return the fault
		 */
		public Fault bandwidth(long bytesPerSecond, Direction... directions) {
			return begin(NetworkFault.Effect.BANDWIDTH, atLeastOne(bytesPerSecond), directions);
		}

		/**
		 * The connection is reset after so many bytes from now on.
		 * @param bytes how many still pass, 0 or more, on each connection
		 * @param directions which way they are counted; none for each
		 * @return the fault
		 */
		public Fault resetAfter(long bytes, Direction... directions) {
			return begin(NetworkFault.Effect.RESET_AFTER, bytes, directions);
		}

		/**
		 * All bits of one byte are flipped.
		 * @param bytes how many pass before it, 0 or more, on each connection
		 * @param directions which way they are counted; none for each
		 * @return the fault
		 */
		public Fault corruptAfter(long bytes, Direction... directions) {
			return begin(NetworkFault.Effect.CORRUPT_AFTER, bytes, directions);
		}

		private static long atLeastOne(long bytes) {
			if (bytes < 1) {
				throw new IllegalArgumentException(bytes + " bytes are too few: give 1 or more");
			}
			return bytes;
		}

	}

}
