package io.bespokecache.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Transactions that change rows of a database and write or evict their values in the
 * cache, or roll back, and readers inside and outside of transactions. Nobody reads what
 * was never committed, nor anything older than what was committed before the reader's
 * transaction began.
 */
class TransactionalStalenessTests {

	private static final int KEYS = 4;

	/** The stress ends after so many loads, or sooner where the machine is busy. */
	private static final int LOADS = 20_000;

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final CityDatabase database = new CityDatabase();

	private final JdbcTemplate jdbc = new JdbcTemplate(this.database.dataSource());

	private final BespokeCache cache = TransactionAware.of(Strategy.CONCURRENT).newCache("versions");

	/** Version of each row that no reader may fall behind: its commit has returned. */
	private final AtomicLongArray committed = new AtomicLongArray(KEYS);

	private final AtomicInteger loads = new AtomicInteger();

	private final long start = System.nanoTime();

	@Test
	void noReaderSeesWhatIsUncommittedOrOutOfDate() throws Exception {
		this.jdbc.execute("create table entry (id int primary key, version bigint)");
		for (int key = 0; key < KEYS; key++) {
			this.jdbc.update("insert into entry values (?, 0)", key);
		}
		ExecutorService executor = Executors.newFixedThreadPool(2 * KEYS);
		List<Future<Long>> calls = new ArrayList<>();
		for (int key = 0; key < KEYS; key++) {
			int own = key;
			calls.add(executor.submit(repeated((random) -> write(own, random))));
			calls.add(executor.submit(repeated(this::read)));
		}
		executor.shutdown();
		for (Future<Long> call : calls) {
			assertThat(call.get()).as("calls").isPositive();
		}
		for (int key = 0; key < KEYS; key++) {
			assertThat(this.cache.get(key, Long.class)).as("key %s", key).isIn(null, this.committed.get(key));
			assertThat(version(key)).isEqualTo(this.committed.get(key));
		}
		assertThat(this.loads).hasPositiveValue();
		this.database.close();
	}

	private Callable<Long> repeated(Call call) {
		return () -> {
			Random random = new Random();
			long calls = 0;
			do {
				call.make(random);
				calls++;
			}
			while (this.loads.get() < LOADS && System.nanoTime() - this.start < PATIENCE_NANOS);
			return calls;
		};
	}

	/**
	 * Raises a row's version, or rolls a negative one back. Each row has one writer.
	 */
	private void write(int key, Random random) {
		long version = this.committed.get(key) + 1;
		boolean committing = random.nextInt(4) > 0;
		this.database.transaction().executeWithoutResult((status) -> {
			this.jdbc.update("update entry set version = ? where id = ?", committing ? version : -version, key);
			switch (random.nextInt(4)) {
				case 0 -> this.cache.put(key, committing ? version : -version);
				case 1 -> this.cache.clear();
				case 2 -> this.cache.evictIfPresent(key);
				default -> this.cache.evict(key);
			}
			assertThat(this.cache.get(key, () -> version(key))).isEqualTo(committing ? version : -version);
			if (!committing) {
				status.setRollbackOnly();
			}
		});
		if (committing) {
			this.committed.set(key, version);
		}
	}

	private void read(Random random) {
		if (random.nextBoolean()) {
			read(random.nextInt(KEYS));
			return;
		}
		long[] floors = new long[KEYS];
		for (int key = 0; key < KEYS; key++) {
			floors[key] = this.committed.get(key);
		}
		TransactionTemplate transaction = this.database.transaction();
		transaction.executeWithoutResult((status) -> {
			for (int key = 0; key < KEYS; key++) {
				assertThat(load(key)).as("version of key %s", key).isGreaterThanOrEqualTo(floors[key]);
			}
		});
	}

	private void read(int key) {
		long floor = this.committed.get(key);
		assertThat(load(key)).as("version of key %s", key).isGreaterThanOrEqualTo(floor);
	}

	private @Nullable Long load(int key) {
		return this.cache.get(key, () -> version(key));
	}

	private long version(int key) {
		this.loads.incrementAndGet();
		Long version = this.jdbc.queryForObject("select version from entry where id = ?", Long.class, key);
		assertThat(version).isNotNull();
		return version;
	}

	@FunctionalInterface
	private interface Call {

		void make(Random random);

	}

}
