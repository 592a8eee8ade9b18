package io.bespokecache.spring.redis.observer;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.testing.RedisProcess;
import io.bespokecache.testing.TcpProxy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long calls take while Redis is not there, with the settings that applications have:
 * what a call takes beyond the method itself. Prints figures, and expects none: <pre>
 * ./mvnw -pl autoconfigure test -Dtest=RedisDownFigures
 * </pre>
 */
class RedisDownFigures {

	private static final int KEYS = 400_000;

	private static final int CALLERS = 8;

	private static final Duration METHOD = Duration.ofMillis(5);

	private static final Duration DURATION = Duration.ofSeconds(6);

	@ParameterizedTest
	@EnumSource(Outage.class)
	void print(Outage outage, @TempDir Path directory) throws InterruptedException {
		Path file = directory.resolve("registers");
		Registers registers = Registers.open(file, KEYS);
		try (RedisProcess server = RedisProcess.start();
				TcpProxy proxy = TcpProxy.to(new InetSocketAddress(server.host(), server.port()));
				Application one = start(0, file, proxy);
				Application two = start(1, file, proxy)) {
			registers.slowDown(METHOD.toNanos());
			Awaitility.await().until(() -> one.isSettled() && two.isSettled());
			Calls calls = new Calls(two);
			calls.last(Duration.ofSeconds(3));
			print(outage + ", before", calls.overheads());

			Runnable end = outage.begin(server, proxy);
			calls.untilCutOff();
			print(outage + ", until calls ask no more", calls.overheads());
			calls.last(DURATION);
			print(outage + ", after that", calls.overheads());
			for (int key = 0; key < 100; key++) {
				registers.write(key);
				one.service().written(key);
			}

			end.run();
			long back = System.nanoTime();
			while (!one.isSettled() || !two.isSettled()) {
				Pause.of(1_000_000);
			}
			long settled = System.nanoTime() - back;
			int stale = 0;
			for (int key = 0; key < 100; key++) {
				if (two.service().find(key).version() != registers.version(key)) {
					stale++;
				}
			}
			System.out.printf("%-44s coherent after %d ms, %d of 100 stale%n", outage + ", back", settled / 1_000_000,
					stale);
			assertThat(stale).isZero();
		}
	}

	private static Application start(int node, Path file, TcpProxy proxy) {
		return new Application(node, file, KEYS,
				List.of("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + proxy.address().getPort()));
	}

	private static void print(String what, long[] nanos) {
		Arrays.sort(nanos);
		System.out.printf("%-44s %6d calls  median %8.3f ms  p99 %8.3f ms  greatest %8.3f ms%n", what, nanos.length,
				at(nanos, 0.5), at(nanos, 0.99), at(nanos, 1));
	}

	private static double at(long[] sorted, double part) {
		return (sorted.length > 0) ? sorted[(int) Math.min(sorted.length - 1, sorted.length * part)] / 1e6 : 0;
	}

	/**
	 * Callers that ask for one key after the other, none of which was asked for before.
	 */
	private static final class Calls {

		private final Application application;

		private final AtomicInteger next = new AtomicInteger();

		private final AtomicInteger measured = new AtomicInteger();

		private final long[] nanos = new long[KEYS];

		Calls(Application application) {
			this.application = application;
		}

		void last(Duration duration) throws InterruptedException {
			AtomicBoolean end = new AtomicBoolean();
			List<Thread> callers = begin(end);
			Pause.of(duration.toNanos());
			end.set(true);
			for (Thread caller : callers) {
				caller.join();
			}
		}

		void untilCutOff() throws InterruptedException {
			AtomicBoolean end = new AtomicBoolean();
			List<Thread> callers = begin(end);
			while (!this.application.isCutOff()) {
				Pause.of(100_000);
			}
			end.set(true);
			for (Thread caller : callers) {
				caller.join();
			}
		}

		private List<Thread> begin(AtomicBoolean end) {
			Thread[] callers = new Thread[CALLERS];
			for (int i = 0; i < CALLERS; i++) {
				callers[i] = new Thread(() -> {
					while (!end.get()) {
						call();
					}
				}, "caller " + i);
				callers[i].start();
			}
			return List.of(callers);
		}

		private void call() {
			int key = this.next.getAndIncrement();
			long start = System.nanoTime();
			this.application.service().find(key);
			long taken = System.nanoTime() - start;
			this.nanos[this.measured.getAndIncrement()] = Math.max(0, taken - Registers.lastLoad());
		}

		/** Of the calls since this was last asked. */
		long[] overheads() {
			return Arrays.copyOf(this.nanos, this.measured.getAndSet(0));
		}

	}

}
