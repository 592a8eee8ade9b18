package io.bespokecache.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.bespokecache.testing.TcpProxy.Direction;
import io.bespokecache.testing.TcpProxy.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link TcpProxy} in front of a server that sends back what it gets.
 */
@Timeout(60)
class TcpProxyTests {

	private final List<Socket> clients = new ArrayList<>();

	private final EchoServer server = new EchoServer();

	private final TcpProxy proxy = TcpProxy.to(this.server.address());

	@BeforeEach
	void begin() {
		assertThat(this.proxy.threads()).isPositive();
	}

	@AfterEach
	void end() throws IOException {
		for (Socket client : this.clients) {
			client.close();
		}
		this.proxy.close();
		assertThat(this.proxy.threads()).isZero();
		this.server.close();
	}

	private Socket connect() throws IOException {
		Socket client = new Socket();
		this.clients.add(client);
		client.connect(this.proxy.address());
		client.setSoTimeout(30_000);
		client.setTcpNoDelay(true);
		return client;
	}

	private static void send(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String receive(Socket client, int length) throws IOException {
		return new String(client.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
	}

	private static String echo(Socket client, String text) throws IOException {
		send(client, text);
		return receive(client, text.length());
	}

	private static void assertReset(Socket client) {
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
			send(client, "x");
			assertThat(client.getInputStream().read()).as("not an end in good order").isNotEqualTo(-1);
			receive(client, 1);
			receive(client, 1);
		});
	}

	private static void assertSilent(Socket client) throws IOException {
		client.setSoTimeout(50);
		assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> receive(client, 1));
		client.setSoTimeout(0);
	}

	@Test
	void withoutFaultsAllBytesArriveAndBothEndsInGoodOrder() throws IOException {
		Socket client = connect();
		String text = "0123456789".repeat(20_000);
		Thread sender = new Thread(() -> {
			try {
				send(client, text);
				client.shutdownOutput();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		sender.start();
		assertThat(receive(client, text.length())).isEqualTo(text);
		assertThat(client.getInputStream().read()).isEqualTo(-1);
		await().until(() -> this.proxy.connections().count() == 0);
	}

	@Test
	void resetReachesBothSides() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		this.proxy.connections().reset();
		assertReset(client);
		await().until(() -> this.server.resets() == 1);
		assertThat(echo(connect(), "b")).isEqualTo("b");
	}

	@Test
	void onlyOneConnectionIsReset() throws IOException {
		Socket first = connect();
		assertThat(echo(first, "a")).isEqualTo("a");
		Socket second = connect();
		assertThat(echo(second, "b")).isEqualTo("b");
		this.proxy.connection(1).reset();
		assertReset(second);
		assertThat(echo(first, "c")).isEqualTo("c");
	}

	@Test
	void onlyTheConnectionThatSubscribesIsReset() throws IOException {
		Socket commands = connect();
		echo(commands, text(RespCommands.command("GET", "SUBSCRIBE")));
		Socket subscriber = connect();
		echo(subscriber, text(RespCommands.command("HELLO", "3")));
		assertThat(this.proxy.connections(Kind.PUBSUB).count()).isZero();
		echo(subscriber, text(RespCommands.command("ssubscribe", "channel")));
		assertThat(this.proxy.connections(Kind.PUBSUB).count()).isEqualTo(1);
		assertThat(this.proxy.connections(Kind.COMMANDS).count()).isEqualTo(1);
		this.proxy.connections(Kind.PUBSUB).reset();
		assertReset(subscriber);
		assertThat(echo(commands, "more")).isEqualTo("more");
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	@Test
	void aConnectionIsChosenByItsFirstBytes() throws IOException {
		Socket one = connect();
		echo(one, "alpha");
		Socket other = connect();
		echo(other, "beta");
		this.proxy.connections((connection) -> text(connection.firstBytes()).startsWith("beta")).reset();
		assertReset(other);
		assertThat(echo(one, "a")).isEqualTo("a");
	}

	@Test
	void refusedConnectionsAreRefusedUntilTheEnd() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		TcpProxy.Fault first = this.proxy.refuse();
		TcpProxy.Fault second = this.proxy.refuse();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		assertThat(echo(client, "b")).isEqualTo("b");
		first.end();
		first.end();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
		second.end();
		assertThat(echo(connect(), "c")).isEqualTo("c");
	}

	@Test
	void newConnectionsAreResetUntilTheEnd() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		TcpProxy.Fault fault = this.proxy.resetNew();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> receive(connect(), 1));
		assertThat(echo(client, "b")).isEqualTo("b");
		fault.end();
		assertThat(echo(connect(), "c")).isEqualTo("c");
		assertThat(this.proxy.accepted()).isEqualTo(3);
	}

	@Test
	void inABlackHoleBytesVanishOneWay() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		TcpProxy.Fault fault = this.proxy.connections().blackHole(Direction.TO_CLIENT);
		send(client, "lost");
		await().until(() -> this.server.received().equals("alost"));
		assertSilent(client);
		fault.end();
		assertThat(echo(client, "b")).isEqualTo("b");
	}

	@Test
	void inABlackHoleBytesVanishBothWaysAndForNewConnections() throws IOException {
		TcpProxy.Fault fault = this.proxy.connections().blackHole();
		Socket client = connect();
		send(client, "lost");
		await().until(() -> firstBytesOf(0).equals("lost"));
		assertSilent(client);
		assertThat(this.server.received()).isEmpty();
		fault.end();
		assertThat(echo(client, "b")).isEqualTo("b");
	}

	@Test
	void stalledBytesArriveAtTheEnd() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		TcpProxy.Fault fault = this.proxy.connections().stall(Direction.TO_SERVER);
		send(client, "late");
		assertSilent(client);
		assertThat(this.server.received()).isEqualTo("a");
		fault.end();
		assertThat(receive(client, 4)).isEqualTo("late");
	}

	@Test
	void latencyDelaysAndKeepsTheOrder() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		Duration latency = Duration.ofMillis(200);
		TcpProxy.Fault fault = this.proxy.connections().latency(latency, Direction.TO_CLIENT);
		long begin = System.nanoTime();
		send(client, "1");
		send(client, "2");
		assertThat(receive(client, 1)).isEqualTo("1");
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(latency);
		fault.end();
		send(client, "3");
		assertThat(receive(client, 2)).isEqualTo("23");
	}

	@Test
	void latencyIsThatOfTheWayNotOfEachPacket() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		TcpProxy.Fault fault = this.proxy.connections().latency(Duration.ofSeconds(1));
		long begin = System.nanoTime();
		for (int i = 1; i <= 20; i++) {
			send(client, "x");
			int sent = i;
			await().pollInterval(Duration.ofMillis(1)).until(() -> firstBytesOf(0).length() == 1 + sent);
		}
		assertThat(receive(client, 20)).hasSize(20);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(2),
				Duration.ofSeconds(15));
		fault.end();
	}

	private String firstBytesOf(int ordinal) {
		StringBuilder found = new StringBuilder();
		this.proxy.connections((connection) -> {
			if (connection.ordinal() == ordinal) {
				found.append(text(connection.firstBytes()));
			}
			return true;
		}).count();
		return found.toString();
	}

	@Test
	void slicesArriveOneByOne() throws IOException {
		Socket client = connect();
		// Leaves five bytes together, and lets time pass between two slices.
		this.proxy.connections().bandwidth(100, Direction.TO_CLIENT);
		assertThat(firstOf(client, "12345")).isEqualTo("12345");
		this.proxy.connections().slice(1, Direction.TO_CLIENT);
		await().until(() -> firstOf(client, "12345").equals("1"));
	}

	/**
	 * What arrives first of an echo.
	 */
	private static String firstOf(Socket client, String text) throws IOException {
		send(client, text);
		byte[] first = new byte[text.length()];
		int length = client.getInputStream().read(first);
		assertThat(receive(client, text.length() - length)).isEqualTo(text.substring(length));
		return text(first).substring(0, length);
	}

	@Test
	void bandwidthIsLimited() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		TcpProxy.Fault fault = this.proxy.connections().bandwidth(1000, Direction.TO_SERVER);
		long begin = System.nanoTime();
		String text = "x".repeat(300);
		assertThat(echo(client, text)).isEqualTo(text);
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		fault.end();
		String more = "y".repeat(100_000);
		Thread sender = new Thread(() -> {
			try {
				send(client, more);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		sender.start();
		assertThat(receive(client, more.length())).isEqualTo(more);
	}

	@Test
	void aConnectionIsResetInMidReply() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		TcpProxy.Fault fault = this.proxy.connections().resetAfter(3, Direction.TO_CLIENT);
		send(client, "12345");
		await().until(() -> this.proxy.connections().count() == 0);
		assertReset(client);
		assertThat(this.server.received()).isEqualTo("a12345");
		fault.end();
		assertThat(echo(connect(), "12345")).isEqualTo("12345");
	}

	@Test
	void upToTheResetAllBytesPass() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		this.proxy.connections().resetAfter(4, Direction.TO_CLIENT);
		assertThat(echo(client, "123")).isEqualTo("123");
		send(client, "45");
		await().until(() -> this.proxy.connections().count() == 0);
		assertReset(client);
	}

	@Test
	void oneByteIsCorrupted() throws IOException {
		Socket client = connect();
		assertThat(echo(client, "a")).isEqualTo("a");
		TcpProxy.Fault fault = this.proxy.connections().corruptAfter(2, Direction.TO_CLIENT);
		assertThat(echo(client, "12345")).isEqualTo("12" + (char) ('3' ^ 0xFF) + "45");
		assertThat(echo(client, "12345")).isEqualTo("12345");
		fault.end();
	}

	@Test
	void numbersOutOfRangeAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.proxy.connections().slice(0));
		assertThatIllegalArgumentException().isThrownBy(() -> this.proxy.connections().bandwidth(0));
	}

	@Test
	void whereNobodyListensConnectionsAreReset() throws IOException {
		this.server.close();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> receive(connect(), 1));
		assertThat(this.proxy.connections().count()).isZero();
	}

	@Test
	void closeEndsAllThreadsWhateverTheyDo() throws IOException {
		Socket stalled = connect();
		assertThat(echo(stalled, "a")).isEqualTo("a");
		this.proxy.connections().stall();
		this.proxy.connections().latency(Duration.ofHours(1));
		send(stalled, "b");
		assertThat(this.proxy.threads()).isEqualTo(5);
		this.proxy.close();
		assertThat(this.proxy.threads()).isZero();
		assertReset(stalled);
	}

	/**
	 * Sends back what it gets.
	 */
	private static final class EchoServer {

		private final ServerSocket socket;

		private final List<Thread> threads = new CopyOnWriteArrayList<>();

		private final List<Socket> connections = new CopyOnWriteArrayList<>();

		private final List<Exception> resets = new CopyOnWriteArrayList<>();

		/** Guarded by itself. */
		private final StringBuilder received = new StringBuilder();

		EchoServer() {
			try {
				this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			start(this::accept);
		}

		private void start(Runnable task) {
			Thread thread = new Thread(task, "echo");
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}

		InetSocketAddress address() {
			return new InetSocketAddress(this.socket.getInetAddress(), this.socket.getLocalPort());
		}

		String received() {
			synchronized (this.received) {
				return this.received.toString();
			}
		}

		int resets() {
			return this.resets.size();
		}

		private void accept() {
			while (!this.socket.isClosed()) {
				try {
					Socket connection = this.socket.accept();
					this.connections.add(connection);
					start(() -> echo(connection));
				}
				catch (IOException ex) {
					// closed
				}
			}
		}

		private void echo(Socket connection) {
			byte[] buffer = new byte[4096];
			try (connection) {
				connection.setTcpNoDelay(true);
				for (int length = connection.getInputStream().read(buffer); length >= 0; length = connection
					.getInputStream()
					.read(buffer)) {
					synchronized (this.received) {
						this.received.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
					}
					connection.getOutputStream().write(buffer, 0, length);
				}
			}
			catch (IOException ex) {
				this.resets.add(ex);
			}
		}

		/**
		 * A thread that is still within {@code accept} when the socket is closed keeps it
		 * listening for a moment: hence the wait.
		 */
		void close() throws IOException {
			this.socket.close();
			try {
				this.threads.get(0).join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			for (Socket connection : this.connections) {
				connection.close();
			}
		}

	}

}
