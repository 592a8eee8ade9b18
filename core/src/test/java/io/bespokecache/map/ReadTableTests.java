package io.bespokecache.map;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A writer and a mover who come to a slot at the same time: one of them is first, and the
 * other one sees what he has left.
 */
class ReadTableTests {

	private static final int KEYS = 20_000;

	private static final int SPINS = 10_000;

	@ParameterizedTest
	@EnumSource(names = { "STRINGS", "COLLIDING_STRINGS", "LONGS", "UUIDS" })
	void noValueIsSetBehindTheMark(KeyShape shape) {
		int keys = (shape == KeyShape.COLLIDING_STRINGS) ? KEYS / 10 : KEYS;
		Segment table = SegmentTable.create((shape == KeyShape.STRINGS) ? KeyKind.OBJECT : KeyKind.of(shape.key(0)), 0,
				0, 4 * keys);
		for (int id = 0; id < keys; id++) {
			table.add(shape.key(id), KeyHash.of(shape.key(id)), "before");
		}
		AtomicInteger arrived = new AtomicInteger();
		AtomicIntegerArray marked = new AtomicIntegerArray(keys);
		AtomicIntegerArray refused = new AtomicIntegerArray(keys);
		Race.between(() -> {
			for (int id = 0; id < keys; id++) {
				Object key = shape.key(id);
				meet(arrived, id);
				Object before = ReadTable.replace(table, key, KeyHash.of(key), "after");
				refused.set(id, (before == ReadTable.MOVED) ? 1 : 0);
			}
		}, () -> {
			for (int id = 0; id < keys; id++) {
				Object key = shape.key(id);
				int slot = table.find(key, KeyHash.of(key));
				meet(arrived, id);
				marked.set(id, ((slot != Segment.ABSENT) ? table.compareAndSetValue(slot, "before", ReadTable.MOVED)
						: ReadTable.compareAndSetUnslotted(table, key, "before", ReadTable.MOVED)) ? 1 : 0);
			}
		});
		for (int id = 0; id < keys; id++) {
			Object key = shape.key(id);
			assertThat(refused.get(id)).isEqualTo(marked.get(id));
			assertThat(table.get(key, KeyHash.of(key))).isSameAs((marked.get(id) == 1) ? ReadTable.MOVED : "after");
		}
	}

	private static void meet(AtomicInteger arrived, int round) {
		arrived.incrementAndGet();
		for (int spin = 0; arrived.get() < 2 * (round + 1); spin++) {
			if (spin > SPINS) {
				LockSupport.parkNanos(1);
			}
		}
	}

}
