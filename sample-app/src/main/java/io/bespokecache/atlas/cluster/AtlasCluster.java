package io.bespokecache.atlas.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.FileSystemUtils;

/**
 * Two processes of Atlas that share a PostgreSQL and, for their caches, a Redis. Both
 * servers come with the libraries that start them. Thread-safe.
 * <p>
 * Nothing outlives the cluster: whatever was started is ended by {@link #close()}, and by
 * the nodes if this process was killed.
 */
public final class AtlasCluster implements AutoCloseable {

	private static final List<String> NAMES = List.of("one", "two");

	private static final String HOST = "http://localhost:";

	private final Map<String, Integer> ports = new LinkedHashMap<>();

	private final List<AtlasProcess> nodes = new CopyOnWriteArrayList<>();

	private final List<ProcessHandle> servers = new CopyOnWriteArrayList<>();

	/** What is to be closed, the last one first. */
	private final Deque<AutoCloseable> parts = new ConcurrentLinkedDeque<>();

	private volatile boolean closed;

	/**
	 * Creates a cluster that is not started.
	 * @param one port of one node
	 * @param two port of the other
	 */
	public AtlasCluster(int one, int two) {
		this.ports.put(NAMES.get(0), one);
		this.ports.put(NAMES.get(1), two);
	}

	/**
	 * Starts a cluster that lives until it is interrupted, one of its nodes ends, or the
	 * process ends that has started this one.
	 * @param args the two ports; 8080 and 8081 if there are none
	 */
	public static void main(String[] args) {
		List<Integer> ports = (args.length == 0) ? List.of(8080, 8081)
				: Arrays.stream(args).map(Integer::valueOf).toList();
		if (ports.size() != NAMES.size()) {
			throw new IllegalArgumentException("Give two ports, or none for 8080 and 8081, not " + ports);
		}
		LoggingSystem logging = LoggingSystem.get(AtlasCluster.class.getClassLoader());
		logging.beforeInitialize();
		logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
		logging.setLogLevel("io.zonky.test", LogLevel.WARN);
		AtlasCluster cluster = new AtlasCluster(ports.get(0), ports.get(1));
		Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "atlas-cluster-end"));
		endWithParent();
		try {
			cluster.start();
			print("Atlas runs on " + cluster.addresses() + ". To end it, press Ctrl+C.");
			cluster.awaitEndOfNode();
		}
		catch (IOException | RuntimeException ex) {
			print("Atlas cannot be started as two nodes: " + ex.getMessage());
		}
		System.exit(1);
	}

	/**
	 * When a build is killed, what it runs is not told.
	 */
	@SuppressWarnings("FutureReturnValueIgnored") // there is nobody left to wait for it
	private static void endWithParent() {
		ProcessHandle.current()
			.parent()
			.ifPresent((parent) -> parent.onExit().thenRunAsync(() -> Runtime.getRuntime().exit(0)));
	}

	private static void print(String line) {
		System.out.println(line);
	}

	/**
	 * Starts the servers and the nodes.
	 * @throws IOException if one cannot be started
	 * @throws IllegalStateException if one ends before it answers
	 */
	public void start() throws IOException {
		Path directory = Files.createTempDirectory("atlas");
		own(() -> delete(directory));
		RedisServer redis = own(RedisServer.start(directory));
		this.servers.add(redis.handle());
		Path database = directory.resolve("postgresql");
		EmbeddedPostgres postgres = own(
				EmbeddedPostgres.builder().setDataDirectory(database).setCleanDataDirectory(false).start());
		postmaster(database).ifPresent(this.servers::add);
		List<String> arguments = arguments(redis.port(), postgres.getJdbcUrl("postgres", "postgres"));
		for (Map.Entry<String, Integer> node : this.ports.entrySet()) {
			this.nodes.add(own(AtlasProcess.start(node.getKey(), node.getValue(), arguments, this.servers)));
		}
		for (AtlasProcess node : this.nodes) {
			node.awaitAnswer();
		}
	}

	/**
	 * Deletes what the servers have written, once they write no more: PostgreSQL has a
	 * shutdown hook of its own, and may be ending in another thread.
	 */
	private void delete(Path directory) throws IOException {
		this.servers.forEach((server) -> server.onExit().join());
		FileSystemUtils.deleteRecursively(directory);
	}

	private List<String> arguments(int redis, String database) {
		List<String> arguments = new ArrayList<>(List.of("--spring.profiles.active=two-nodes",
				"--spring.main.banner-mode=off", "--spring.data.redis.host=" + RedisServer.HOST,
				"--spring.data.redis.port=" + redis, "--spring.datasource.url=" + database,
				"--spring.datasource.username=postgres", "--spring.datasource.password=postgres"));
		this.ports.forEach((name, port) -> arguments.add("--atlas.cluster.nodes." + name + "=" + HOST + port));
		return arguments;
	}

	/**
	 * The process of a PostgreSQL, whose first line about itself is its id.
	 */
	private static Optional<ProcessHandle> postmaster(Path database) throws IOException {
		Path file = database.resolve("postmaster.pid");
		return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()));
	}

	/**
	 * Takes a part over, or ends it at once if the cluster was closed while it was
	 * started.
	 */
	private <T extends AutoCloseable> T own(T part) {
		this.parts.push(part);
		if (this.closed) {
			close();
			throw new IllegalStateException("it was closed meanwhile");
		}
		return part;
	}

	private void awaitEndOfNode() {
		CompletableFuture.anyOf(this.nodes.stream()
			.map((node) -> node.handle().onExit().thenAccept((ended) -> print("Node " + node.name() + " has ended.")))
			.toArray(CompletableFuture[]::new)).join();
	}

	private String addresses() {
		return String.join(" and ", this.ports.values().stream().map((port) -> HOST + port).toList());
	}

	/**
	 * Address of a node.
	 * @param node 0 or 1
	 * @return the address
	 */
	public URI address(int node) {
		return URI.create(HOST + this.ports.get(NAMES.get(node)));
	}

	/**
	 * The processes that were started.
	 * @return those of the nodes and of the servers
	 */
	public List<ProcessHandle> processes() {
		return Stream.concat(this.nodes.stream().map(AtlasProcess::handle), this.servers.stream()).toList();
	}

	/**
	 * Ends all processes, and returns when they have ended.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.nodes.forEach(AtlasProcess::end);
		for (AutoCloseable part = this.parts.poll(); part != null; part = this.parts.poll()) {
			try {
				part.close();
			}
			catch (Exception ex) {
				print("Something of Atlas cannot be ended: " + ex);
			}
		}
	}

}
