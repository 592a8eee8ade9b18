package io.bespokecache.spring;

import java.io.Serial;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.bespokecache.spring.CityDatabase.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Ends of transactions that do not go as planned, and who else hears of them.
 */
class TransactionEndTests {

	private final CityDatabase database = new CityDatabase();

	private final BespokeCache cache = TransactionAware.of(Strategy.CONCURRENT).newCache("cities");

	@AfterEach
	void closeDatabase() {
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		this.database.close();
	}

	@Test
	void anExceptionOfTheCallerDropsTheWrites() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.database.transaction().executeWithoutResult((status) -> {
				this.cache.put(1, "Ulm");
				throw new IllegalStateException("out of cities");
			}));
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void anExceptionBeforeTheCommitDropsTheWrites() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.database.transaction().executeWithoutResult((status) -> {
				this.cache.put(1, "Ulm");
				onBeforeCommit(() -> {
					throw new IllegalStateException("out of cities");
				});
			}));
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void afterACommitOfUnknownOutcomeNoKeyThatWasWrittenIsLeft() {
		this.cache.put(1, "Ulm");
		this.cache.put(2, "Bonn");
		this.cache.put(3, "Trier");
		TransactionTemplate transaction = withFailingCommit(false);
		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> {
				this.cache.put(1, "Neu-Ulm");
				this.cache.evict(2);
			}));
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(3);
		assertThat(this.cache.getDroppedWrites()).isEqualTo(2);
		assertThat(this.cache.getCommittedWrites()).isZero();
	}

	@Test
	void afterACommitOfUnknownOutcomeNothingIsLeftOfAClearedCache() {
		this.cache.put(1, "Ulm");
		TransactionTemplate transaction = withFailingCommit(false);
		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> this.cache.clear()));
		assertThat(this.cache.getStore().size()).isZero();
	}

	@Test
	void aCommitThatFailsAndIsRolledBackLeavesTheCacheAsItWas() {
		this.cache.put(1, "Ulm");
		TransactionTemplate transaction = withFailingCommit(true);
		assertThatExceptionOfType(TransactionSystemException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> {
				this.cache.put(1, "Neu-Ulm");
				this.cache.put(2, "Bonn");
			}));
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(1).containsEntry(1, "Ulm");
	}

	@Test
	void aWriteThatFailsAfterTheCommitIsReportedAndTheOthersGoOn() {
		AtomicBoolean broken = new AtomicBoolean();
		BespokeCache cache = TransactionAware.of((key, value) -> {
			if (broken.get() && value.equals("Ulm")) {
				throw new IllegalStateException("scales are out of order");
			}
			return 1;
		}).newCache("cities");
		cache.put(1, "Ulm");
		broken.set(true);
		this.database.transaction().executeWithoutResult((status) -> {
			for (int i = 0; i < 3; i++) {
				cache.put(i, (i == 1) ? "Ulm" : "Bonn");
			}
		});
		assertThat(cache.getErrors()).isOne();
		assertThat(cache.getNativeCache()).containsOnlyKeys(0, 2);
	}

	@Test
	void anExceptionOfAnotherCallbackAfterTheCommitDoesNotKeepTheWritesBack() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.database.transaction().executeWithoutResult((status) -> {
				onAfterCommit(() -> {
					throw new IllegalStateException("out of mail");
				});
				this.cache.put(1, "Ulm");
			}));
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@Test
	void anExceptionOfACallbackThatComesFirstDoesNotKeepTheWritesBack() {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.database.transaction().executeWithoutResult((status) -> {
				TransactionSynchronizationManager.registerSynchronization(new FailingFirst());
				this.cache.put(1, "Ulm");
			}));
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@Test
	void callbacksAfterTheCommitFindTheNewState() {
		this.cache.put(1, "Ulm");
		AtomicBoolean seen = new AtomicBoolean();
		this.database.transaction().executeWithoutResult((status) -> {
			onAfterCommit(() -> seen
				.set(elsewhere(() -> this.cache.get(1) == null) && this.cache.get(2, String.class) != null));
			this.cache.evict(1);
			this.cache.put(2, "Bonn");
		});
		assertThat(seen).isTrue();
	}

	@Test
	void callbacksBeforeTheEndSeeTheWritesOfTheirTransactionAndAddToThem() {
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCompletion() {
					TransactionEndTests.this.cache.put(2,
							TransactionEndTests.this.cache.get(1, String.class) + " an der Donau");
				}

			});
		});
		assertThat(this.cache.get(2, String.class)).isEqualTo("Ulm an der Donau");
	}

	@Test
	void whatIsWrittenAfterTheCommitTakesEffect() {
		this.database.transaction().executeWithoutResult((status) -> {
			onAfterCommit(() -> {
				assertThat(this.cache.isDeferringWrites()).isFalse();
				this.cache.put(2, "Bonn");
			});
			this.cache.put(1, "Ulm");
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(1, 2);
	}

	@Test
	void whatIsFirstWrittenAfterTheCommitTakesEffectToo() {
		this.database.transaction().executeWithoutResult((status) -> onAfterCommit(() -> this.cache.put(1, "Ulm")));
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@Test
	void afterTheEndOfATransactionManagedElsewhereWhatWasWrittenIsRemovedOnceMore() {
		this.cache.put(1, "Ulm");
		List<TransactionSynchronization> callbacks = beginElsewhere(() -> this.cache.put(1, "Neu-Ulm"));
		callbacks.forEach(TransactionSynchronization::beforeCompletion);
		callbacks.forEach(TransactionSynchronization::afterCommit);
		TransactionSynchronizationManager.clear();
		assertThat(this.cache.get(1, String.class)).isEqualTo("Neu-Ulm");
		callbacks.forEach((callback) -> callback.afterCompletion(TransactionSynchronization.STATUS_COMMITTED));
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void aRollbackOfATransactionManagedElsewhereRemovesWhatWasAppliedTooEarly() {
		List<TransactionSynchronization> callbacks = beginElsewhere(() -> this.cache.put(1, "Ulm"));
		callbacks.forEach(TransactionSynchronization::afterCommit);
		TransactionSynchronizationManager.clearSynchronization();
		callbacks.forEach((callback) -> callback.afterCompletion(TransactionSynchronization.STATUS_ROLLED_BACK));
		TransactionSynchronizationManager.clear();
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void whatATransactionManagedElsewhereLeavesBehindIsNotTakenForTheNextOnes() {
		List<TransactionSynchronization> callbacks = beginElsewhere(() -> this.cache.put(1, "Ulm"));
		callbacks.forEach(TransactionSynchronization::beforeCompletion);
		TransactionSynchronizationManager.clear();
		this.database.transaction().executeWithoutResult((status) -> {
			assertThat(this.cache.isDeferringWrites()).isTrue();
			assertThat(this.cache.get(1)).isNull();
			this.cache.put(2, "Bonn");
			elsewhere(() -> {
				callbacks
					.forEach((callback) -> callback.afterCompletion(TransactionSynchronization.STATUS_ROLLED_BACK));
				return true;
			});
			assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(2);
	}

	@Test
	void theLateEndOfATransactionManagedElsewhereLeavesTheCurrentOneAlone() {
		List<TransactionSynchronization> callbacks = beginElsewhere(() -> this.cache.put(1, "Ulm"));
		callbacks.forEach(TransactionSynchronization::beforeCompletion);
		TransactionSynchronizationManager.clear();
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(2, "Bonn");
			callbacks.forEach((callback) -> callback.afterCompletion(TransactionSynchronization.STATUS_ROLLED_BACK));
			assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(2);
	}

	/**
	 * What remains of Spring's part in a transaction that something else begins and ends.
	 */
	private static List<TransactionSynchronization> beginElsewhere(Runnable work) {
		TransactionSynchronizationManager.setActualTransactionActive(true);
		TransactionSynchronizationManager.initSynchronization();
		work.run();
		return TransactionSynchronizationManager.getSynchronizations();
	}

	private TransactionTemplate withFailingCommit(boolean rollback) {
		DataSourceTransactionManager transactionManager = new FailingCommits(this.database);
		transactionManager.setRollbackOnCommitFailure(rollback);
		return new TransactionTemplate(transactionManager);
	}

	private static void onBeforeCommit(Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void beforeCommit(boolean readOnly) {
				action.run();
			}

		});
	}

	private static void onAfterCommit(Runnable action) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				action.run();
			}

		});
	}

	private static final class FailingFirst implements TransactionSynchronization {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

		@Override
		public void afterCommit() {
			throw new IllegalStateException("out of mail");
		}

	}

	private static final class FailingCommits extends DataSourceTransactionManager {

		@Serial
		private static final long serialVersionUID = 1L;

		FailingCommits(CityDatabase database) {
			super(database.dataSource());
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			throw new TransactionSystemException("The connection was lost");
		}

	}

}
