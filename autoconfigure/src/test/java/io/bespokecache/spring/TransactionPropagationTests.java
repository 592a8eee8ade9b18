package io.bespokecache.spring;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.bespokecache.spring.CityDatabase.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which of several transactions of one thread a write belongs to.
 */
class TransactionPropagationTests {

	private final CityDatabase database = new CityDatabase();

	private final BespokeCache cache = TransactionAware.of(Strategy.CONCURRENT).newCache("cities");

	private final TransactionTemplate outer = this.database.transaction();

	@AfterEach
	void closeDatabase() {
		assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
		this.database.close();
	}

	@Test
	void withoutATransactionEveryWriteTakesEffectAtOnce() {
		this.cache.put(1, "Ulm");
		assertThat(isSeenByOthers(1)).isTrue();
		this.cache.evict(1);
		assertThat(isSeenByOthers(1)).isFalse();
	}

	@Test
	void aScopeWithoutAnActualTransactionHoldsNothingBack() {
		TransactionTemplate supports = this.database.transaction(TransactionDefinition.PROPAGATION_SUPPORTS);
		supports.executeWithoutResult((status) -> {
			assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isTrue();
			assertThat(this.cache.isDeferringWrites()).isFalse();
			this.cache.put(1, "Ulm");
			assertThat(isSeenByOthers(1)).isTrue();
			status.setRollbackOnly();
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@Test
	void whoTakesPartInATransactionSharesItsWrites() {
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			this.database.transaction().executeWithoutResult((inner) -> {
				assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
				this.cache.put(2, "Bonn");
			});
			assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
			assertThat(isSeenByOthers(2)).isFalse();
		});
		assertThat(this.cache.getStore().size()).isEqualTo(2);
	}

	@Test
	void aParticipantThatFailsTakesEveryWriteWithIt() {
		assertThatExceptionOfType(UnexpectedRollbackException.class)
			.isThrownBy(() -> this.outer.executeWithoutResult((status) -> {
				this.cache.put(1, "Ulm");
				this.database.transaction().executeWithoutResult((inner) -> inner.setRollbackOnly());
			}));
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void aReadOnlyTransactionHoldsWhatItLoadsBackToo() {
		this.outer.setReadOnly(true);
		this.outer.executeWithoutResult((status) -> {
			this.cache.get(1, () -> "Ulm");
			assertThat(isSeenByOthers(1)).isFalse();
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
	}

	@Test
	void aTransactionOfItsOwnHasWritesOfItsOwn() {
		TransactionTemplate inner = this.database.transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			inner.executeWithoutResult((innerStatus) -> {
				assertThat(this.cache.get(1)).isNull();
				this.cache.put(2, "Bonn");
				assertThat(isSeenByOthers(2)).isFalse();
			});
			assertThat(isSeenByOthers(2)).isTrue();
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
			inner.executeWithoutResult((innerStatus) -> {
				this.cache.put(3, "Trier");
				innerStatus.setRollbackOnly();
			});
			assertThat(this.cache.get(3)).isNull();
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			status.setRollbackOnly();
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(2);
	}

	@Test
	void theOuterTransactionStoresNoValueThatTheInnerOneHasEvicted() {
		TransactionTemplate inner = this.database.transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.outer.executeWithoutResult((status) -> {
			this.cache.get(1, () -> "Ulm");
			inner.executeWithoutResult((innerStatus) -> this.cache.evict(1));
		});
		assertThat(this.cache.get(1)).isNull();
	}

	@Test
	void outsideASuspendedTransactionAWriteTakesEffectAtOnce() {
		TransactionTemplate without = this.database.transaction(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			without.executeWithoutResult((none) -> {
				assertThat(this.cache.get(1)).isNull();
				this.cache.put(2, "Bonn");
				assertThat(isSeenByOthers(2)).isTrue();
			});
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			status.setRollbackOnly();
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(2);
	}

	@Test
	void aRollbackToASavepointDropsWhatWasWrittenAfterIt() {
		this.cache.put(1, "Ulm");
		this.cache.put(2, "Bonn");
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(1, "Neu-Ulm");
			nested().executeWithoutResult((nested) -> {
				this.cache.put(1, "Alt-Ulm");
				this.cache.evict(2);
				this.cache.put(3, "Trier");
				nested.setRollbackOnly();
			});
			assertThat(this.cache.get(1, String.class)).isEqualTo("Neu-Ulm");
			assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
			assertThat(this.cache.get(3)).isNull();
		});
		assertThat(this.cache.getNativeCache()).containsEntry(1, "Neu-Ulm").containsEntry(2, "Bonn").hasSize(2);
	}

	@Test
	void aNestedTransactionThatSucceedsAddsItsWrites() {
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			nested().executeWithoutResult((nested) -> {
				assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
				this.cache.put(2, "Bonn");
			});
			assertThat(isSeenByOthers(2)).isFalse();
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(1, 2);
	}

	@Test
	void aSavepointBeforeTheFirstUseOfTheCacheTakesEverythingBack() {
		this.outer.executeWithoutResult((status) -> {
			nested().executeWithoutResult((nested) -> {
				this.cache.clear();
				this.cache.put(1, "Ulm");
				nested.setRollbackOnly();
			});
			assertThat(this.cache.get(1)).isNull();
			assertThat(elsewhere(() -> this.cache.get(2, () -> "Bonn"))).isEqualTo("Bonn");
			this.cache.put(3, "Trier");
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(2, 3);
	}

	@Test
	void aClearAfterASavepointIsTakenBackWithWhatCameAfterIt() {
		this.cache.put(1, "Ulm");
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(2, "Bonn");
			nested().executeWithoutResult((nested) -> {
				this.cache.put(3, "Trier");
				this.cache.clear();
				this.cache.put(2, "Worms");
				this.cache.put(4, "Speyer");
				nested.setRollbackOnly();
			});
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
			this.cache.put(5, "Fulda");
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(1, 2, 5).containsEntry(2, "Bonn");
	}

	@Test
	void nestedTransactionsRollBackOneByOne() {
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			nested().executeWithoutResult((nested) -> {
				this.cache.put(2, "Bonn");
				nested().executeWithoutResult((innermost) -> {
					this.cache.put(2, "Trier");
					this.cache.put(3, "Trier");
					innermost.setRollbackOnly();
				});
				assertThat(this.cache.get(2, String.class)).isEqualTo("Bonn");
				this.cache.put(4, "Worms");
			});
			nested().executeWithoutResult((nested) -> {
				this.cache.put(5, "Fulda");
				nested.setRollbackOnly();
			});
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(1, 2, 4).containsEntry(2, "Bonn");
	}

	@Test
	void aSavepointCanBeReturnedToAgain() {
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			Object savepoint = status.createSavepoint();
			this.cache.put(1, "Bonn");
			status.createSavepoint();
			this.cache.put(2, "Trier");
			status.rollbackToSavepoint(savepoint);
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			this.cache.put(1, "Worms");
			status.rollbackToSavepoint(savepoint);
		});
		assertThat(this.cache.getNativeCache()).containsOnlyKeys(1).containsEntry(1, "Ulm");
	}

	@Test
	void everyCacheOfATransactionFollowsItsOutcome() {
		BespokeCache other = TransactionAware.of(Strategy.CONCURRENT).newCache("rivers");
		this.outer.executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			other.put(1, "Danube");
			assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
			assertThat(other.get(1, String.class)).isEqualTo("Danube");
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
		assertThat(other.get(1, String.class)).isEqualTo("Danube");
		this.outer.executeWithoutResult((status) -> {
			other.clear();
			this.cache.evict(1);
			status.setRollbackOnly();
		});
		assertThat(this.cache.get(1, String.class)).isEqualTo("Ulm");
		assertThat(other.get(1, String.class)).isEqualTo("Danube");
	}

	private TransactionTemplate nested() {
		return this.database.transaction(TransactionDefinition.PROPAGATION_NESTED);
	}

	private boolean isSeenByOthers(Object key) {
		return elsewhere(() -> this.cache.get(key) != null);
	}

}
