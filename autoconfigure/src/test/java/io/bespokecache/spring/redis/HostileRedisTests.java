package io.bespokecache.spring.redis;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;

import com.sun.management.ThreadMXBean;
import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCacheRedisAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.cache.SecondLevel;
import io.bespokecache.cache.SecondLevelStatistics;
import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.BespokeCacheManager;
import io.bespokecache.testing.RedisProcess;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever somebody has written into Redis is a counted miss for an application that
 * finds it there.
 */
@SuppressWarnings("NullAway.Init") // by JUnit
class HostileRedisTests {

	private static final int MAXIMUM_VALUE_SIZE = 64 * 1024;

	private static final int HEADER = 60;

	private static final City ROME = new City("Rome", 2_800_000);

	private static final City MILAN = new City("Milan", 1_400_000);

	private static final AtomicBoolean GADGET_LOADED = new AtomicBoolean();

	private static RedisProcess server;

	private static RedisClient client;

	private static RedisCommands<byte[], byte[]> commands;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private ConfigurableApplicationContext writer;

	private ConfigurableApplicationContext reader;

	@BeforeAll
	static void startServer() {
		server = RedisProcess.start();
		client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
		commands = client.connect(ByteArrayCodec.INSTANCE).sync();
	}

	@AfterAll
	static void stopServer() {
		client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
		server.close();
	}

	@BeforeEach
	void startApplications() {
		commands.flushall();
		this.writer = start();
		this.reader = start();
	}

	@AfterEach
	void stopApplications() {
		this.writer.close();
		this.reader.close();
	}

	private static ConfigurableApplicationContext start() {
		ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("spring.data.redis.port=" + server.port(), "spring.main.banner-mode=off",
					"spring.application.name=cities", "bespoke.cache.defaults.second-level=redis",
					"bespoke.cache.defaults.value-type=" + City.class.getName(),
					"bespoke.cache.defaults.expire-after-write=10m", "bespoke.cache.redis.timeout=8s",
					"bespoke.cache.redis.maximum-value-size=" + MAXIMUM_VALUE_SIZE + "B",
					"bespoke.cache.caches.a.maximum-size=100", "bespoke.cache.caches[a::b].maximum-size=100")
			.run();
		for (String name : List.of("a", "a::b")) {
			Awaitility.await().until(() -> statistics(application, name).coherent());
		}
		return application;
	}

	private static BespokeCache cache(ConfigurableApplicationContext application, String name) {
		BespokeCache cache = application.getBean(BespokeCacheManager.class).getCache(name);
		assertThat(cache).isNotNull();
		return cache;
	}

	private static SecondLevelStatistics statistics(ConfigurableApplicationContext application, String name) {
		SecondLevel<Object, Object> level = cache(application, name).getStore().secondLevel();
		assertThat(level).isNotNull();
		return level.statistics();
	}

	private void share(String cache, Object key, City city) {
		long stores = statistics(this.writer, cache).stores();
		assertThat(cache(this.writer, cache).get(key, () -> city)).isEqualTo(city);
		Awaitility.await().until(() -> statistics(this.writer, cache).stores() == stores + 1);
	}

	private void assertShared(String cache, Object key, City city) {
		City found = cache(this.reader, cache).get(key, () -> {
			throw new AssertionError("loaded");
		});
		assertThat(found).isEqualTo(city);
	}

	private static byte[] only() {
		List<byte[]> keys = keysOfValues();
		assertThat(keys).hasSize(1);
		return keys.get(0);
	}

	private static List<byte[]> keysOfValues() {
		return commands.keys("*:v:*");
	}

	/** Puts something else in the place of a value, as long-lived as that was. */
	private static void replace(byte[] key, byte[] value) {
		commands.set(key, value, SetArgs.Builder.keepttl());
	}

	/** The header as it was, with a length and a checksum that fit a payload. */
	private static byte[] sealed(byte[] envelope, byte[] payload, int length) {
		byte[] bytes = Arrays.copyOf(envelope, HEADER + payload.length);
		System.arraycopy(payload, 0, bytes, HEADER, payload.length);
		ByteBuffer.wrap(bytes).putInt(HEADER - Integer.BYTES, length);
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, 0, 4);
		checksum.update(bytes, 8, bytes.length - 8);
		return ByteBuffer.wrap(bytes).putInt(4, (int) checksum.getValue()).array();
	}

	/**
	 * What was stored is changed; the application then finds it, counts a miss, loads,
	 * and allocates no more than a few of the largest values that are allowed.
	 */
	private void assertCountedMiss(UnaryOperator<byte[]> change) {
		share("a", "it", ROME);
		byte[] key = only();
		replace(key, change.apply(commands.get(key)));
		assertCountedMiss();
	}

	private void assertCountedMiss() {
		BespokeCache cache = cache(this.reader, "a");
		cache.get("warm", () -> MILAN);
		SecondLevelStatistics before = statistics(this.reader, "a");
		long allocated = allocated();
		assertThat(cache.get("it", () -> MILAN)).isEqualTo(MILAN);
		assertThat(allocated() - allocated).isLessThan(30L * MAXIMUM_VALUE_SIZE);
		SecondLevelStatistics after = statistics(this.reader, "a");
		assertThat(after.undecodable()).isEqualTo(before.undecodable() + 1);
		assertThat(after.hits()).isEqualTo(before.hits());
		assertThat(cache.getErrors()).isZero();
		assertThat(GADGET_LOADED).isFalse();
	}

	/** By all threads that there are. */
	private long allocated() {
		return Arrays.stream(this.threads.getThreadAllocatedBytes(this.threads.getAllThreadIds())).sum();
	}

	@Test
	void whatIsInOrderIsFound() {
		share("a", "it", ROME);
		byte[] key = only();
		byte[] envelope = commands.get(key);
		byte[] payload = Arrays.copyOfRange(envelope, HEADER, envelope.length);
		replace(key, sealed(envelope, payload, payload.length));
		assertShared("a", "it", ROME);
	}

	@Test
	void aWrongMagic() {
		assertCountedMiss((envelope) -> {
			envelope[0] ^= 1;
			return envelope;
		});
	}

	@Test
	void aWrongChecksum() {
		assertCountedMiss((envelope) -> {
			envelope[5] ^= 1;
			return envelope;
		});
	}

	@Test
	void aChangedPayload() {
		assertCountedMiss((envelope) -> {
			envelope[envelope.length - 2] ^= 1;
			return envelope;
		});
	}

	@Test
	void anotherVersion() {
		assertCountedMiss((envelope) -> {
			envelope[2]++;
			return sealed(envelope, Arrays.copyOfRange(envelope, HEADER, envelope.length), envelope.length - HEADER);
		});
	}

	@Test
	void theValueOfAnotherKey() {
		share("a", "it", ROME);
		byte[] key = only();
		share("a", "fr", new City("Paris", 2_100_000));
		byte[] other = keysOfValues().stream()
			.filter((candidate) -> !Arrays.equals(candidate, key))
			.findFirst()
			.orElseThrow();
		replace(key, commands.get(other));
		assertCountedMiss();
	}

	@Test
	void aLengthOf512Megabytes() {
		assertCountedMiss((envelope) -> sealed(envelope, new byte[] { '{', '}' }, 512 << 20));
	}

	@Test
	void aLengthThatIsNegative() {
		assertCountedMiss((envelope) -> sealed(envelope, new byte[] { '{', '}' }, -1));
	}

	@Test
	void aValueOfManyMegabytes() {
		share("a", "it", ROME);
		commands.setrange(only(), 40_000_000, new byte[] { 1 });
		assertCountedMiss();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[\"GADGET\",{\"command\":\"x\"}]", "{\"@class\":\"GADGET\",\"command\":\"x\"}",
			"{\"@type\":\"GADGET\",\"name\":{\"@class\":\"GADGET\"},\"people\":1}",
			"{\"name\":[\"GADGET\",{}],\"people\":1}", "{\"name\":\"x\",\"people\":{\"@class\":\"GADGET\"}}",
			"[\"java.lang.ProcessBuilder\",[[\"x\"]]]" })
	void namesOfClassesThatWouldDoSomething(String json) {
		byte[] payload = json.replace("GADGET", Gadget.class.getName()).getBytes(StandardCharsets.UTF_8);
		assertCountedMiss((envelope) -> sealed(envelope, payload, payload.length));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "GET / HTTP/1.1", "\u00ac\u00ed\u0000\u0005sr" })
	void whatNobodyHereHasWritten(String text) {
		assertCountedMiss((envelope) -> (text.isEmpty() ? "\u0000" : text).getBytes(StandardCharsets.ISO_8859_1));
	}

	@Test
	void aWholeEnvelopeOfNoise() {
		assertCountedMiss((envelope) -> {
			byte[] noise = new byte[MAXIMUM_VALUE_SIZE];
			Arrays.fill(noise, (byte) '[');
			return sealed(envelope, noise, noise.length);
		});
	}

	@Test
	void keysThatWouldBeTheSameIfTheirPartsWereWrittenOneAfterTheOther() {
		share("a", "b::c", ROME);
		share("a::b", "c", MILAN);
		share("a", new SimpleKey("x", "yz"), new City("one", 1));
		share("a", new SimpleKey("xy", "z"), new City("two", 2));
		share("a", new SimpleKey("x", "y", "z"), new City("three", 3));
		assertThat(keysOfValues()).hasSize(5);
		assertShared("a", "b::c", ROME);
		assertShared("a::b", "c", MILAN);
		assertShared("a", new SimpleKey("x", "yz"), new City("one", 1));
		assertShared("a", new SimpleKey("xy", "z"), new City("two", 2));
		assertShared("a", new SimpleKey("x", "y", "z"), new City("three", 3));
	}

	record City(String name, int people) {

	}

	/**
	 * Says that it was loaded.
	 */
	static final class Gadget {

		static {
			GADGET_LOADED.set(true);
		}

		String command = "";

	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataRedisAutoConfiguration.class, BespokeCacheRedisAutoConfiguration.class,
			BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class })
	static class Application {

	}

}
