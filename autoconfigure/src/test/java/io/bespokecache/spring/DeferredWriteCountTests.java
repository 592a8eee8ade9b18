package io.bespokecache.spring;

import io.bespokecache.map.Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.transaction.TransactionDefinition;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many writes have waited for transactions to end.
 */
class DeferredWriteCountTests {

	private final CityDatabase database = new CityDatabase();

	private final BespokeCache cache = TransactionAware.of(Strategy.CONCURRENT).newCache("cities");

	@AfterEach
	void closeDatabase() {
		this.database.close();
	}

	@Test
	void writesCountOnceTheirTransactionHasCommitted() {
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			this.cache.evict(2);
			assertThat(this.cache.get(3, () -> "Bonn")).isEqualTo("Bonn");
			assertThat(this.cache.getCommittedWrites()).isZero();
		});
		assertThat(this.cache.getCommittedWrites()).isEqualTo(3);
		assertThat(this.cache.getDroppedWrites()).isZero();
	}

	@Test
	void ofEachKeyTheLastWriteCountsAndAClearIsOne() {
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			this.cache.clear();
			this.cache.put(2, "Bonn");
			this.cache.put(2, "Trier");
		});
		assertThat(this.cache.getCommittedWrites()).isEqualTo(2);
	}

	@Test
	void whatIsRolledBackIsDropped() {
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			this.cache.evict(2);
			status.setRollbackOnly();
		});
		assertThat(this.cache.getDroppedWrites()).isEqualTo(2);
		assertThat(this.cache.getCommittedWrites()).isZero();
	}

	@Test
	void whatIsUndoneByARollbackToASavepointCountsAsNeither() {
		this.database.transaction().executeWithoutResult((status) -> {
			this.cache.put(1, "Ulm");
			this.database.transaction(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult((nested) -> {
				this.cache.put(2, "Bonn");
				nested.setRollbackOnly();
			});
		});
		assertThat(this.cache.getCommittedWrites()).isOne();
		assertThat(this.cache.getDroppedWrites()).isZero();
	}

	@Test
	void whatTakesEffectAtOnceCountsAsNeither() {
		BespokeCache unaware = SameDefinition.of(Strategy.CONCURRENT).newCache("unaware");
		this.cache.put(1, "Ulm");
		this.database.transaction().executeWithoutResult((status) -> {
			unaware.put(1, "Ulm");
			assertThat(this.cache.get(1)).isNotNull();
		});
		assertThat(this.cache.getCommittedWrites()).isZero();
		assertThat(this.cache.getDroppedWrites()).isZero();
		assertThat(unaware.getCommittedWrites()).isZero();
		assertThat(unaware.getDroppedWrites()).isZero();
	}

}
