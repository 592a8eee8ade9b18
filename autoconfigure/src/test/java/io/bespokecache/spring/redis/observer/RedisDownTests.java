package io.bespokecache.spring.redis.observer;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.bespokecache.testing.RedisProcess;
import io.bespokecache.testing.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What applications do while Redis is not there, in the order in which they do it. How
 * long that takes, {@link RedisDownFigures} tells.
 */
class RedisDownTests {

	private static final int KEYS = 10_000;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@ParameterizedTest
	@EnumSource(Outage.class)
	void callsGoOnWithoutRedisAndNothingIsStaleAfter(Outage outage, @TempDir Path directory) {
		Path file = directory.resolve("registers");
		Registers registers = Registers.open(file, KEYS);
		try (RedisProcess server = RedisProcess.start();
				TcpProxy proxy = TcpProxy.to(new InetSocketAddress(server.host(), server.port()));
				Application one = start(0, file, proxy);
				Application two = start(1, file, proxy)) {
			Awaitility.await().atMost(PATIENCE).until(() -> one.isSettled() && two.isSettled());
			assertThat(one.service().find(0).version()).isZero();
			Awaitility.await().atMost(PATIENCE).until(() -> one.statistics().stores() == 1);
			assertThat(two.service().find(0).version()).isZero();
			assertThat(registers.loads(0)).as("what one loads the other finds").isEqualTo(1);

			Runnable end = outage.begin(server, proxy);
			int key = 1;
			while (!two.isCutOff()) {
				registers.write(key);
				assertThat(two.service().find(key).version()).isEqualTo(1);
				assertThat(registers.loads(key)).as("each call does the work itself").isEqualTo(1);
				key++;
			}
			long failures = two.statistics().failures();
			long skipped = two.statistics().skipped();
			for (int i = 0; i < 100; i++) {
				assertThat(two.service().find(++key).version()).isZero();
			}
			assertThat(two.statistics().failures()).as("calls ask no more").isEqualTo(failures);
			assertThat(two.statistics().skipped()).as("they know why").isEqualTo(skipped + 100);

			Awaitility.await().atMost(PATIENCE).until(one::isCutOff);
			registers.write(0);
			one.service().written(0);
			assertThat(one.statistics().pending()).as("the eviction waits").isEqualTo(1);
			assertThat(one.service().find(0).version()).as("who evicts reads it").isEqualTo(1);

			end.run();
			Awaitility.await().atMost(PATIENCE).until(() -> one.isSettled() && two.isSettled());
			assertThat(two.service().find(0).version()).as("so do others, once all is well").isEqualTo(1);
		}
	}

	private static Application start(int node, Path file, TcpProxy proxy) {
		return new Application(node, file, KEYS,
				List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + proxy.address().getPort(),
						"bespoke.cache.redis.heartbeat=200ms", "bespoke.cache.redis.max-staleness=1s",
						"bespoke.cache.redis.lease=1s", "bespoke.cache.redis.timeout=2s"));
	}

}
