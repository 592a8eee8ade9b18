package io.bespokecache.spring.redis.observer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

import io.bespokecache.testing.RedisProcess;
import io.bespokecache.testing.TcpProxy;

import org.springframework.util.FileSystemUtils;

/**
 * A Redis, some virtual machines that share a cache over it, each through a proxy of its
 * own, and their database.
 */
final class Scene implements AutoCloseable {

	/** What {@link NodeMain}'s application is called, and all its keys begin with. */
	static final String PREFIX = "observed:{" + RegisterService.CACHE;

	private final Path directory;

	private final Path file;

	private final RedisProcess server;

	private final List<TcpProxy> proxies = new ArrayList<>();

	private final List<Node> nodes = new ArrayList<>();

	private final Registers registers;

	private final List<String> properties;

	private final Deque<Runnable> held = new ArrayDeque<>();

	/**
	 * Starts all of it, and waits until the caches are coherent.
	 * @param count how many virtual machines
	 * @param keys how many registers
	 * @param properties of the applications
	 */
	Scene(int count, int keys, String... properties) {
		try {
			this.directory = Files.createTempDirectory("observer");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.file = this.directory.resolve("registers");
		this.registers = Registers.open(this.file, keys);
		this.properties = List.of(properties);
		List<String> arguments = new ArrayList<>(List.of("--user", "node", "on", ">secret", "~*", "&*", "+@all"));
		if (RedisProcess.hasShardedChannels()) {
			arguments.addAll(List.of("--enable-debug-command", "yes"));
		}
		this.server = RedisProcess.start(arguments.toArray(String[]::new));
		try {
			for (int i = 0; i < count; i++) {
				this.proxies.add(TcpProxy.to(new InetSocketAddress(this.server.host(), this.server.port())));
				this.nodes.add(start(i));
			}
			this.nodes.forEach(Node::awaitReady);
			awaitSettled();
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private Node start(int number) {
		List<String> args = new ArrayList<>(List.of(this.file.toString(), String.valueOf(this.registers.count()),
				"spring.data.redis.host=127.0.0.1",
				"spring.data.redis.port=" + this.proxies.get(number).address().getPort(),
				"spring.data.redis.username=node", "spring.data.redis.password=secret"));
		args.addAll(this.properties);
		return new Node(number, this.directory, args);
	}

	RedisProcess server() {
		return this.server;
	}

	List<TcpProxy> proxies() {
		return this.proxies;
	}

	List<Node> nodes() {
		return this.nodes;
	}

	Registers registers() {
		return this.registers;
	}

	/**
	 * Waits until all nodes are connected and coherent, and no eviction is pending.
	 */
	void awaitSettled() {
		long deadline = System.nanoTime() + 60_000_000_000L;
		for (Node node : this.nodes) {
			while (!node.isSettled()) {
				if (System.nanoTime() - deadline > 0) {
					throw new IllegalStateException(
							"Node " + node.number() + " does not settle: " + node.ask("status") + "\n" + node.log());
				}
				Pause.of(20_000_000);
			}
		}
	}

	/** Lets a fault last until {@link #release()}. */
	void hold(Runnable end) {
		this.held.push(end);
	}

	void release() {
		while (!this.held.isEmpty()) {
			this.held.pop().run();
		}
	}

	/** Names of what the cache has on the server, by the letter of their kind. */
	List<byte[]> keys(String kind) {
		List<byte[]> keys = new ArrayList<>();
		for (String key : this.server.command("KEYS", PREFIX + ":*}:" + kind + "*").split("\n", -1)) {
			if (!key.isEmpty()) {
				keys.add(key.getBytes(StandardCharsets.ISO_8859_1));
			}
		}
		return keys;
	}

	/** Executes a command; some of its arguments are bytes. */
	void command(Object... parts) {
		byte[][] bytes = new byte[parts.length][];
		for (int i = 0; i < parts.length; i++) {
			bytes[i] = (parts[i] instanceof byte[] array) ? array
					: Objects.toString(parts[i]).getBytes(StandardCharsets.UTF_8);
		}
		this.server.command(bytes);
	}

	@Override
	public void close() {
		this.nodes.forEach(Node::close);
		this.proxies.forEach(TcpProxy::close);
		this.server.close();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
