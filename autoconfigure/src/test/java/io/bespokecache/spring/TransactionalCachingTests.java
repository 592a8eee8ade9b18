package io.bespokecache.spring;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.bespokecache.autoconfigure.BespokeCacheAutoConfiguration;
import io.bespokecache.autoconfigure.BespokeCachingAutoConfiguration;
import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.transaction.TransactionAwareCacheManagerProxy;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static io.bespokecache.spring.CityDatabase.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Annotated methods on a database.
 */
class TransactionalCachingTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(BespokeCachingAutoConfiguration.class, BespokeCacheAutoConfiguration.class,
						DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
						DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true")
		.withBean(CacheDefinitions.class, () -> TransactionAware.of(Strategy.CONCURRENT))
		.withBean(Cities.class)
		.withBean(Work.class);

	@Test
	void whatAMethodPutsIsSeenByOthersOnceTheTransactionHasCommitted() {
		run((context, cities, work) -> {
			cities.name(1);
			work.inTransaction(() -> {
				cities.rename(1, "Neu-Ulm");
				assertThat(cities.name(1)).isEqualTo("Neu-Ulm");
				assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Ulm");
			});
			assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Neu-Ulm");
			assertThat(cities.reads()).isOne();
		});
	}

	@Test
	void whatAMethodPutsIsForgottenAtARollback() {
		run((context, cities, work) -> {
			cities.name(1);
			assertThatIllegalStateException().isThrownBy(() -> work.inTransaction(() -> {
				cities.rename(1, "Neu-Ulm");
				throw new IllegalStateException("changed my mind");
			}));
			assertThat(cities.name(1)).isEqualTo("Ulm");
			assertThat(cities.reads()).isOne();
		});
	}

	@Test
	void anEvictedValueStaysForOthersUntilTheCommit() {
		run((context, cities, work) -> {
			cities.name(1);
			work.inTransaction(() -> {
				cities.renameAndForget(1, "Neu-Ulm");
				assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Ulm");
				assertThat(cities.reads()).isOne();
				assertThat(cities.name(1)).isEqualTo("Neu-Ulm");
				assertThat(cities.name(1)).isEqualTo("Neu-Ulm");
				assertThat(cities.reads()).isEqualTo(2);
				assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Ulm");
			});
			assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Neu-Ulm");
			assertThat(cities.reads()).isEqualTo(2);
		});
	}

	@Test
	void anEvictionThatIsRolledBackLeavesTheValue() {
		run((context, cities, work) -> {
			cities.name(1);
			assertThatIllegalStateException().isThrownBy(() -> work.inTransaction(() -> {
				cities.renameAndForget(1, "Neu-Ulm");
				throw new IllegalStateException("changed my mind");
			}));
			assertThat(cities.name(1)).isEqualTo("Ulm");
			assertThat(cities.reads()).isOne();
		});
	}

	@Test
	void anEvictionBeforeTheMethodIsRepeatedAfterTheCommit() {
		run((context, cities, work) -> {
			cities.name(1);
			work.inTransaction(() -> {
				cities.forgetAndRename(1, "Neu-Ulm");
				assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Ulm");
				assertThat(cities.reads()).isEqualTo(2);
			});
			assertThat(cities.name(1)).isEqualTo("Neu-Ulm");
		});
	}

	@Test
	void clearingTheCacheWaitsForTheCommit() {
		run((context, cities, work) -> {
			cities.name(1);
			work.inTransaction(() -> {
				cities.renameAll("Rome");
				assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Ulm");
				assertThat(cities.name(1)).isEqualTo("Rome");
			});
			assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Rome");
		});
	}

	@Test
	void aValueReadInATransactionIsNotShared() {
		run((context, cities, work) -> {
			assertThatIllegalStateException().isThrownBy(() -> work.inTransaction(() -> {
				cities.renameQuietly(1, "Neu-Ulm");
				assertThat(cities.name(1)).isEqualTo("Neu-Ulm");
				assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Ulm");
				throw new IllegalStateException("changed my mind");
			}));
			assertThat(cities.name(1)).isEqualTo("Ulm");
		});
	}

	@Test
	void aSynchronizedMethodDoesNotShareEither() {
		run((context, cities, work) -> {
			assertThatIllegalStateException().isThrownBy(() -> work.inTransaction(() -> {
				cities.renameQuietly(1, "Neu-Ulm");
				assertThat(cities.nameOnce(1)).isEqualTo("Neu-Ulm");
				assertThat(cities.nameOnce(1)).isEqualTo("Neu-Ulm");
				assertThat(cities.reads()).isOne();
				assertThat(elsewhere(() -> cities.nameOnce(1))).isEqualTo("Ulm");
				throw new IllegalStateException("changed my mind");
			}));
			assertThat(cities.nameOnce(1)).isEqualTo("Ulm");
			assertThat(cities.reads()).isEqualTo(2);
		});
	}

	@Test
	void aFutureThatTheTransactionCompletesIsNotSharedEither() {
		run((context, cities, work) -> {
			assertThatIllegalStateException().isThrownBy(() -> work.inTransaction(() -> {
				cities.renameQuietly(1, "Neu-Ulm");
				assertThat(cities.futureName(1)).isCompletedWithValue("Neu-Ulm");
				assertThat(cities.futureName(1)).isCompletedWithValue("Neu-Ulm");
				assertThat(cities.reads()).isOne();
				throw new IllegalStateException("changed my mind");
			}));
			assertThat(cities.futureName(1)).isCompletedWithValue("Ulm");
		});
	}

	@Test
	void aNullReadInATransactionIsKeptAtTheCommit() {
		run((context, cities, work) -> {
			work.inTransaction(() -> {
				assertThat(cities.name(9)).isNull();
				assertThat(cities.name(9)).isNull();
			});
			assertThat(cities.name(9)).isNull();
			assertThat(cities.reads()).isOne();
		});
	}

	@Test
	void aTransactionOfItsOwnPublishesWhileTheOuterOneGoesOn() {
		run((context, cities, work) -> {
			assertThatIllegalStateException().isThrownBy(() -> work.inTransaction(() -> {
				cities.rename(2, "Neu-Bonn");
				work.inNewTransaction(() -> cities.rename(1, "Neu-Ulm"));
				assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Neu-Ulm");
				assertThat(elsewhere(() -> cities.name(2))).isEqualTo("Bonn");
				throw new IllegalStateException("changed my mind");
			}));
			assertThat(cities.name(1)).isEqualTo("Neu-Ulm");
			assertThat(cities.name(2)).isEqualTo("Bonn");
		});
	}

	@Test
	void aNestedTransactionThatFailsTakesOnlyItsOwnWritesWithIt() {
		run((context, cities, work) -> {
			work.inTransaction(() -> {
				cities.rename(1, "Neu-Ulm");
				assertThatIllegalStateException().isThrownBy(() -> work.inNestedTransaction(() -> {
					cities.rename(2, "Neu-Bonn");
					throw new IllegalStateException("changed my mind");
				}));
				assertThat(cities.name(2)).isEqualTo("Bonn");
			});
			assertThat(cities.name(1)).isEqualTo("Neu-Ulm");
			assertThat(cities.name(2)).isEqualTo("Bonn");
		});
	}

	@Test
	void outsideATransactionAMethodThatBeginsOneIsCachedAfterItsCommit() {
		run((context, cities, work) -> {
			cities.renameInTransaction(1, "Neu-Ulm");
			assertThat(elsewhere(() -> cities.name(1))).isEqualTo("Neu-Ulm");
			assertThat(cities.reads()).isZero();
		});
	}

	@Test
	void aProxyThatIsTransactionAwareItselfPutsNothingOffForEver() {
		run((context, cities, work) -> {
			Cache cache = Objects
				.requireNonNull(new TransactionAwareCacheManagerProxy(context.getBean(BespokeCacheManager.class))
					.getCache("cities"));
			cache.put(2, "Bonn");
			work.inTransaction(() -> {
				cache.put(1, "Ulm");
				cache.evict(2);
				assertThat(cache.get(1)).isNull();
				assertThat(cache.evictIfPresent(2)).isTrue();
			});
			assertThat(cache.get(1, String.class)).isEqualTo("Ulm");
			assertThat(cache.get(2)).isNull();
		});
	}

	private void run(Scenario scenario) {
		this.contextRunner.run((context) -> {
			JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
			jdbc.execute("create table city (id int primary key, name varchar(40))");
			jdbc.update("insert into city values (1, 'Ulm'), (2, 'Bonn')");
			scenario.play(context, context.getBean(Cities.class), context.getBean(Work.class));
			assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		});
	}

	@FunctionalInterface
	private interface Scenario {

		void play(ApplicationContext context, Cities cities, Work work);

	}

	@CacheConfig("cities")
	static class Cities {

		private final JdbcTemplate jdbc;

		private final AtomicInteger reads = new AtomicInteger();

		Cities(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		int reads() {
			return this.reads.get();
		}

		@Cacheable
		public @Nullable String name(int id) {
			return read(id);
		}

		@Cacheable(sync = true)
		public @Nullable String nameOnce(int id) {
			return read(id);
		}

		@Cacheable
		public CompletableFuture<@Nullable String> futureName(int id) {
			return CompletableFuture.completedFuture(read(id));
		}

		private @Nullable String read(int id) {
			this.reads.incrementAndGet();
			return this.jdbc.queryForList("select name from city where id = ?", String.class, id)
				.stream()
				.findFirst()
				.orElse(null);
		}

		@CachePut(key = "#id")
		public String rename(int id, String name) {
			return write(id, name);
		}

		@Transactional
		@CachePut(key = "#id")
		public String renameInTransaction(int id, String name) {
			return write(id, name);
		}

		@CacheEvict(key = "#id")
		public void renameAndForget(int id, String name) {
			write(id, name);
		}

		@CacheEvict(key = "#id", beforeInvocation = true)
		public void forgetAndRename(int id, String name) {
			write(id, name);
		}

		@CacheEvict(allEntries = true)
		public void renameAll(String name) {
			this.jdbc.update("update city set name = ?", name);
		}

		public void renameQuietly(int id, String name) {
			write(id, name);
		}

		private String write(int id, String name) {
			this.jdbc.update("update city set name = ? where id = ?", name, id);
			return name;
		}

	}

	static class Work {

		@Transactional
		public void inTransaction(Runnable work) {
			work.run();
		}

		@Transactional(propagation = Propagation.REQUIRES_NEW)
		public void inNewTransaction(Runnable work) {
			work.run();
		}

		@Transactional(propagation = Propagation.NESTED)
		public void inNestedTransaction(Runnable work) {
			work.run();
		}

	}

}
