package io.bespokecache.spring;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.bespokecache.cache.CacheStatistics;
import io.bespokecache.cache.RecursiveLoadException;
import io.bespokecache.map.Strategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static io.bespokecache.spring.CityDatabase.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a transaction does to a cache, before and after its end.
 */
class TransactionalWritesTests {

	private final CityDatabase database = new CityDatabase();

	private final BespokeCache cache = TransactionAware.of(Strategy.CONCURRENT).newCache("cities");

	@AfterEach
	void closeDatabase() {
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		this.database.close();
	}

	@EveryStrategy
	void aPutIsItsTransactionsOwnUntilTheCommit(Strategy strategy) {
		Cache cache = TransactionAware.of(strategy).newCache("cities");
		this.database.transaction().executeWithoutResult((status) -> {
			cache.put(1, "Ulm");
			assertThat(cache.get(1, String.class)).isEqualTo("Ulm");
			assertThat(seenByOthers(cache, 1)).isNull();
		});
		assertThat(cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@EveryStrategy
	void nothingIsLeftOfWhatIsRolledBack(Strategy strategy) {
		Cache cache = TransactionAware.of(strategy).newCache("cities");
		cache.put(1, "Ulm");
		cache.put(2, "Bonn");
		this.database.transaction().executeWithoutResult((status) -> {
			cache.put(1, "Neu-Ulm");
			cache.evict(2);
			cache.put(3, "Trier");
			status.setRollbackOnly();
		});
		assertThat(cache.get(1, String.class)).isEqualTo("Ulm");
		assertThat(cache.get(2, String.class)).isEqualTo("Bonn");
		assertThat(cache.get(3)).isNull();
	}

	@EveryStrategy
	void anEvictionHidesTheValueFromItsTransactionAloneUntilTheCommit(Strategy strategy) {
		Cache cache = TransactionAware.of(strategy).newCache("cities");
		cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			cache.evict(1);
			assertThat(cache.get(1)).isNull();
			assertThat(cache.retrieve(1)).isNull();
			assertThat(seenByOthers(cache, 1)).isEqualTo("Ulm");
		});
		assertThat(cache.get(1)).isNull();
	}

	@EveryStrategy
	void aClearHidesEveryValueFromItsTransactionAloneUntilTheCommit(Strategy strategy) {
		Cache cache = TransactionAware.of(strategy).newCache("cities");
		cache.put(1, "Ulm");
		cache.put(2, "Bonn");
		this.database.transaction().executeWithoutResult((status) -> {
			cache.put(2, "Bonn am Rhein");
			cache.clear();
			cache.put(3, "Trier");
			assertThat(cache.get(1)).isNull();
			assertThat(cache.get(2)).isNull();
			assertThat(cache.get(3, String.class)).isEqualTo("Trier");
			assertThat(seenByOthers(cache, 1)).isEqualTo("Ulm");
			assertThat(seenByOthers(cache, 2)).isEqualTo("Bonn");
		});
		assertThat(cache.get(1)).isNull();
		assertThat(cache.get(2)).isNull();
		assertThat(cache.get(3, String.class)).isEqualTo("Trier");
	}

	@Test
	void theLastWriteOfAKeyCounts() {
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, "Bonn");
			this.cache.evict(1);
			this.cache.evict(2);
			this.cache.put(2, "Trier");
			this.cache.put(2, "Worms");
			assertThat(this.cache.get(1)).isNull();
			assertThat(this.cache.get(2, String.class)).isEqualTo("Worms");
		});
		assertThat(this.cache.get(1)).isNull();
		assertThat(this.cache.get(2, String.class)).isEqualTo("Worms");
	}

	@Test
	void everyWayToReadFindsWhatTheTransactionHasPut() {
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, "Bonn");
			assertThat(this.cache.get(1)).isNotNull().extracting(ValueWrapper::get).isEqualTo("Bonn");
			assertThat(this.cache.get(1, String.class)).isEqualTo("Bonn");
			assertThat(this.cache.get(1, () -> "loaded")).isEqualTo("Bonn");
			assertThat(this.cache.retrieve(1)).isNotNull()
				.isCompletedWithValueMatching(
						(value) -> value instanceof ValueWrapper wrapper && "Bonn".equals(wrapper.get()));
			assertThat(this.cache.retrieve(1, () -> CompletableFuture.completedFuture("loaded")))
				.isCompletedWithValue("Bonn");
		});
	}

	@Test
	void whatNobodyHasTouchedIsReadFromTheStore() {
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			assertThat(this.cache.get(1, () -> "loaded")).isEqualTo("Ulm");
			assertThat(this.cache.retrieve(1, () -> CompletableFuture.completedFuture("loaded")))
				.isCompletedWithValue("Ulm");
		});
	}

	@Test
	void aNullIsHeldBackLikeAnyOtherValue() {
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, null);
			assertThat(this.cache.get(1)).isNotNull().extracting(ValueWrapper::get).isNull();
			assertThat(this.cache.get(1, () -> "loaded")).isNull();
			assertThat(elsewhere(() -> this.cache.get(1) == null)).isTrue();
		});
		assertThat(this.cache.get(1)).isNotNull().extracting(ValueWrapper::get).isNull();
	}

	@Test
	void aNullThatIsNotStoredRemovesTheKeyAtTheCommit() {
		BespokeCache cache = TransactionAware.of(NullPolicy.SKIP).newCache("cities");
		cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			cache.put(1, null);
			assertThat(cache.get(1)).isNull();
			assertThat(cache.<@Nullable Object>get(2, () -> null)).isNull();
			assertThat(cache.get(2)).isNull();
			assertThat(seenByOthers(cache, 1)).isEqualTo("Ulm");
		});
		assertThat(cache.getStore().size()).isZero();
	}

	@Test
	void whatATransactionLoadsIsItsOwnUntilTheCommit() {
		AtomicInteger loads = new AtomicInteger();
		this.database.transaction().executeWithoutResult((status) -> {
			assertThat(this.cache.get(1, () -> "Ulm" + loads.incrementAndGet())).isEqualTo("Ulm1");
			assertThat(this.cache.get(1, () -> "Ulm" + loads.incrementAndGet())).isEqualTo("Ulm1");
			assertThat(seenByOthers(this.cache, 1)).isNull();
			assertThat(elsewhere(() -> this.cache.get(2, () -> "Bonn"))).isEqualTo("Bonn");
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm1");
		assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
	}

	@Test
	void whatATransactionHasLoadedIsDroppedAtTheRollback() {
		this.database.add(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			this.database.rename(1, "Neu-Ulm");
			assertThat(this.cache.get(1, () -> this.database.name(1))).isEqualTo("Neu-Ulm");
			status.setRollbackOnly();
		});
		assertThat(this.cache.get(1, () -> this.database.name(1))).isEqualTo("Ulm");
	}

	@Test
	void aLoadDoesNotWaitForThatOfAnotherTransaction() {
		this.database.transaction().executeWithoutResult((status) -> {
			String value = this.cache.get(1, () -> "own, after " + elsewhere(this::loadedByAnotherTransaction));
			assertThat(value).isEqualTo("own, after other");
		});
	}

	private String loadedByAnotherTransaction() {
		return this.database.transaction().execute((status) -> String.valueOf(this.cache.get(1, () -> "other")));
	}

	@Test
	void aLoadThatFailsLeavesNothing() {
		IOException failure = new IOException("no cities today");
		this.database.transaction().executeWithoutResult((status) -> {
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.cache.get(1, () -> {
				throw failure;
			})).withCause(failure);
			assertThat(this.cache.get(1, () -> "Ulm")).isEqualTo("Ulm");
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@Test
	void aLoadThatAsksForItsOwnValueIsRefused() {
		this.database.transaction()
			.executeWithoutResult((status) -> assertThatExceptionOfType(RecursiveLoadException.class)
				.isThrownBy(() -> this.cache.get(1, () -> this.cache.get(1, () -> "Ulm")))
				.withMessageContaining("'1'")
				.withMessageContaining("'cities'"));
	}

	@Test
	void aWriteDuringALoadIsNewerThanWhatIsLoaded() {
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.get(1, () -> {
				this.cache.evict(1);
				return "old";
			});
			this.cache.get(2, () -> {
				this.cache.put(2, "new");
				return "old";
			});
			this.cache.get(3, () -> {
				this.cache.get(4, () -> "other");
				return "new";
			});
			assertThat(this.cache.get(1)).isNull();
			assertThat(this.cache.get(2, String.class)).isEqualTo("new");
			assertThat(this.cache.get(3, String.class)).isEqualTo("new");
			this.cache.get(5, () -> {
				this.cache.clear();
				return "old";
			});
			assertThat(this.cache.get(5)).isNull();
		});
		assertThat(this.cache.getStore().size()).isZero();
	}

	@Test
	void aLoadOfOthersThatBeganBeforeTheCommitIsNotStoredAfterAnEviction() throws Exception {
		this.database.add(1, "Ulm");
		CountDownLatch mayEnd = new CountDownLatch(1);
		CountDownLatch hasRead = new CountDownLatch(1);
		CompletableFuture<String> other = new CompletableFuture<>();
		Thread loader = new Thread(() -> other.complete(this.cache.get(1, () -> {
			String name = this.database.name(1);
			hasRead.countDown();
			mayEnd.await();
			return name;
		})));
		loader.start();
		hasRead.await();
		this.database.transaction().executeWithoutResult((status) -> {
			this.database.rename(1, "Neu-Ulm");
			this.cache.evict(1);
		});
		mayEnd.countDown();
		loader.join();
		assertThat(other).isCompletedWithValue("Ulm");
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void whatOthersLoadBetweenTheEvictionAndTheCommitGoesWithTheCommit() {
		this.database.add(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.evict(1);
			this.database.rename(1, "Neu-Ulm");
			assertThat(elsewhere(() -> this.cache.get(1, () -> this.database.name(1)))).isEqualTo("Ulm");
			assertThat(this.cache.get(1, () -> this.database.name(1))).isEqualTo("Neu-Ulm");
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Neu-Ulm");
	}

	@Test
	void aValueWhoseKeyOthersHaveWrittenMeanwhileIsNotStored() {
		List<Runnable> writes = List.of(() -> this.cache.evict(1), () -> this.cache.put(1, "Neu-Ulm"),
				this.cache::clear, () -> this.cache.evictIfPresent(1), this.cache::invalidate,
				() -> this.cache.putIfAbsent(1, "Neu-Ulm"),
				() -> this.database.transaction().executeWithoutResult((status) -> this.cache.evict(1)),
				() -> this.database.transaction().executeWithoutResult((status) -> this.cache.clear()));
		for (Runnable write : writes) {
			this.cache.clear();
			this.database.transaction().executeWithoutResult((status) -> {
				this.cache.get(1, () -> "Ulm");
				elsewhere(() -> {
					write.run();
					return true;
				});
				assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			});
			assertThat(this.cache.get(1)).isNull();
		}
	}

	@Test
	void aValueIsStoredWhateverOthersDoToOtherKeys() {
		assertThat(WriteMarks.groupOf(1)).isNotEqualTo(WriteMarks.groupOf(2));
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			elsewhere(() -> {
				this.cache.put(2, "Bonn");
				return true;
			});
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
		assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
	}

	@Test
	void whatOthersWriteWhileTheCommitIsAppliedIsNotOverwritten() {
		AtomicBoolean committing = new AtomicBoolean();
		AtomicReference<@Nullable BespokeCache> weighed = new AtomicReference<>();
		BespokeCache cache = TransactionAware.of((key, value) -> {
			BespokeCache current = weighed.get();
			if (current != null && committing.getAndSet(false)) {
				elsewhere(() -> {
					current.evict(2);
					return true;
				});
			}
			return 1;
		}).newCache("cities");
		weighed.set(cache);
		this.database.transaction().executeWithoutResult((status) -> {
			cache.put(1, "Ulm");
			cache.put(2, "Bonn");
			committing.set(true);
		});
		assertThat(cache.getNativeCache()).containsOnlyKeys(1);
	}

	@Test
	void everyKeyOfALargeTransactionIsStored() {
		this.database.transaction().executeWithoutResult((status) -> {
			for (int i = 0; i < 5_000; i++) {
				this.cache.put(i, "city " + i);
			}
		});
		assertThat(this.cache.getStore().size()).isEqualTo(5_000);
	}

	@Test
	void anImmediateEvictionIsImmediateAndComesOnceMoreAfterTheCommit() {
		this.database.add(1, "Ulm");
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			assertThat(this.cache.evictIfPresent(1)).isTrue();
			assertThat(this.cache.evictIfPresent(1)).isFalse();
			assertThat(seenByOthers(this.cache, 1)).isNull();
			this.database.rename(1, "Neu-Ulm");
			assertThat(elsewhere(() -> this.cache.get(1, () -> this.database.name(1)))).isEqualTo("Ulm");
			assertThat(this.cache.get(1)).isNull();
		});
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void anImmediateEvictionOutlivesARollback() {
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.evictIfPresent(1);
			status.setRollbackOnly();
		});
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void anImmediateEvictionAnswersForWhatItsTransactionSees() {
		this.cache.put(1, "Ulm");
		this.cache.put(2, "Bonn");
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.evict(1);
			this.cache.put(3, "Trier");
			assertThat(this.cache.evictIfPresent(1)).isFalse();
			assertThat(this.cache.evictIfPresent(3)).isTrue();
			this.cache.clear();
			assertThat(this.cache.evictIfPresent(2)).isFalse();
		});
	}

	@Test
	void anImmediateEvictionDoesNotForbidAPutAfterIt() {
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.evictIfPresent(1);
			this.cache.put(1, "Neu-Ulm");
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Neu-Ulm");
	}

	@Test
	void anInvalidationIsImmediateAndComesOnceMoreAfterTheCommit() {
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			assertThat(this.cache.invalidate()).isTrue();
			assertThat(this.cache.invalidate()).isFalse();
			assertThat(seenByOthers(this.cache, 1)).isNull();
			elsewhere(() -> this.cache.get(2, () -> "Bonn"));
			assertThat(this.cache.get(2)).isNull();
			assertThat(this.cache.invalidate()).isFalse();
			this.cache.put(3, "Trier");
			assertThat(this.cache.invalidate()).isTrue();
			this.cache.put(4, "Worms");
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(4);
	}

	@Test
	void putIfAbsentGoesByWhatItsTransactionSees() {
		this.cache.put(1, "Ulm");
		this.cache.put(2, "Bonn");
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.evict(2);
			assertThat(this.cache.putIfAbsent(1, "new")).isNotNull().extracting(ValueWrapper::get).isEqualTo("Ulm");
			assertThat(this.cache.putIfAbsent(2, "new")).isNull();
			assertThat(this.cache.putIfAbsent(3, "new")).isNull();
			assertThat(this.cache.putIfAbsent(3, "newer")).isNotNull().extracting(ValueWrapper::get).isEqualTo("new");
			assertThat(seenByOthers(this.cache, 2)).isEqualTo("Bonn");
			assertThat(seenByOthers(this.cache, 3)).isNull();
		});
		assertThat(this.cache.getNativeCache()).containsEntry(1, "Ulm").containsEntry(2, "new").containsEntry(3, "new");
	}

	@Test
	void aFutureIsSharedInItsTransactionAndStoredAtTheCommit() {
		CompletableFuture<String> source = new CompletableFuture<>();
		this.database.transaction().executeWithoutResult((status) -> {
			CompletableFuture<String> first = this.cache.retrieve(1, () -> source);
			CompletableFuture<String> second = this.cache.retrieve(1,
					() -> CompletableFuture.completedFuture("second"));
			assertThat(second).isNotDone();
			source.complete("Ulm");
			assertThat(first).isCompletedWithValue("Ulm");
			assertThat(second).isCompletedWithValue("Ulm");
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			assertThat(seenByOthers(this.cache, 1)).isNull();
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@Test
	void aFutureOfANullThatIsNotStoredLeavesNothing() {
		BespokeCache cache = TransactionAware.of(NullPolicy.SKIP).newCache("cities");
		this.database.transaction().executeWithoutResult((status) -> {
			assertThat(cache.retrieve(1, () -> CompletableFuture.completedFuture(null))).isCompletedWithValue(null);
			assertThat(cache.get(1)).isNull();
		});
		assertThat(cache.getStore().size()).isZero();
	}

	@Test
	void aWriteWhileAFutureIsMadeIsNewerThanTheFuture() {
		this.database.transaction().executeWithoutResult((status) -> {
			assertThat(this.cache.retrieve(1, () -> {
				this.cache.put(1, "new");
				return CompletableFuture.completedFuture("old");
			})).isCompletedWithValue("old");
			assertThat(this.cache.get(1, String.class)).isEqualTo("new");
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("new");
	}

	@Test
	void aFutureThatIsNotDoneAtTheCommitIsNotStored() {
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> value = this.database.transaction()
			.execute((status) -> this.cache.retrieve(1, () -> source));
		source.complete("Ulm");
		assertThat(value).isCompletedWithValue("Ulm");
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void aFutureThatFailsIsNotStoredAndNotShared() {
		IOException failure = new IOException("no cities today");
		this.database.transaction().executeWithoutResult((status) -> {
			CompletableFuture<String> failed = this.cache.retrieve(1, () -> CompletableFuture.failedFuture(failure));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(failed::get).withCause(failure);
			assertThat(this.cache.get(1)).isNull();
			assertThat(this.cache.retrieve(1, () -> CompletableFuture.completedFuture("Ulm")))
				.isCompletedWithValue("Ulm");
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@Test
	void aFutureThatAsksForItsOwnValueIsRefused() {
		this.database.transaction().executeWithoutResult((status) -> {
			CompletableFuture<String> value = this.cache.retrieve(1,
					() -> this.cache.retrieve(1, () -> CompletableFuture.completedFuture("Ulm")));
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(value::get)
				.withCauseInstanceOf(RecursiveLoadException.class);
		});
	}

	@Test
	void cancellingAFutureLeavesTheTransactionItsValue() {
		CompletableFuture<String> source = new CompletableFuture<>();
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.retrieve(1, () -> source).cancel(true);
			source.complete("Ulm");
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
		});
	}

	@Test
	void noReadOfPendingWritesIsCounted() {
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(2, "Bonn");
			this.cache.evict(3);
			this.cache.get(1);
			this.cache.get(2);
			this.cache.get(3);
			this.cache.get(4, () -> "Trier");
			CacheStatistics statistics = this.cache.getStore().statistics();
			assertThat(statistics.hits()).isOne();
			assertThat(statistics.misses()).isOne();
			assertThat(statistics.puts()).isOne();
			assertThat(statistics.loads()).isZero();
		});
		assertThat(this.cache.getStore().statistics().puts()).isEqualTo(3);
	}

	@Test
	void aCacheSaysWhetherItHoldsWritesBack() {
		BespokeCache unaware = SameDefinition.of(Strategy.CONCURRENT).newCache("unaware");
		assertThat(this.cache.isDeferringWrites()).isFalse();
		this.database.transaction().executeWithoutResult((status) -> {
			assertThat(this.cache.isDeferringWrites()).isTrue();
			this.cache.put(1, "Ulm");
			assertThat(this.cache.isDeferringWrites()).isTrue();
			assertThat(elsewhere(this.cache::isDeferringWrites)).isFalse();
			assertThat(unaware.isDeferringWrites()).isFalse();
			unaware.put(1, "Ulm");
			assertThat(seenByOthers(unaware, 1)).isEqualTo("Ulm");
		});
		assertThat(this.cache.isDeferringWrites()).isFalse();
	}

	private static @Nullable String seenByOthers(Cache cache, Object key) {
		return elsewhere(() -> (cache.get(key) != null) ? cache.get(key, String.class) : null);
	}

}
