package io.bespokecache.test;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A fault that befalls selected events of one kind.
 *
 * @param <E> the kind
 */
class SelectedFault<E> implements Fault {

	private final FaultList<E> list;

	private final Selection<E> selection;

	private final Effect effect;

	private final @Nullable Duration duration;

	private final Random chance;

	private final Random damage;

	/** Guarded by the list, as all that follows. */
	private int count;

	private boolean ended;

	private int lastGate;

	/** What is paused, by number. */
	private final Map<Integer, CompletableFuture<Void>> gates = new LinkedHashMap<>();

	/**
	 * Creates a fault.
	 * @param list the faults of the same kind
	 * @param selection what it befalls
	 * @param effect what it does
	 * @param duration how long what is paused waits; {@code null} for until the end
	 * @param damageSeed of the random numbers that values are altered by
	 */
	SelectedFault(FaultList<E> list, Selection<E> selection, Effect effect, @Nullable Duration duration,
			long damageSeed) {
		this.list = list;
		this.selection = selection;
		this.effect = effect;
		this.duration = duration;
		this.chance = selection.random();
		this.damage = new Random(damageSeed);
	}

	Effect effect() {
		return this.effect;
	}

	@Override
	public int count() {
		synchronized (this.list) {
			return this.count;
		}
	}

	@Override
	public void end() {
		List<CompletableFuture<Void>> waiting;
		synchronized (this.list) {
			this.ended = true;
			this.list.remove(this);
			waiting = List.copyOf(this.gates.values());
			this.gates.clear();
		}
		waiting.forEach((gate) -> gate.complete(null));
	}

	/**
	 * Decides whether an event is befallen, and counts it. To be called with the list's
	 * lock.
	 */
	boolean strikes(E event) {
		if (this.count >= this.selection.limit() || !this.selection.applies().test(event)) {
			return false;
		}
		if (this.selection.probability() < 1 && this.chance.nextDouble() >= this.selection.probability()) {
			return false;
		}
		this.count++;
		return true;
	}

	/**
	 * What an event that is paused has to wait for.
	 */
	CompletableFuture<Void> gate() {
		CompletableFuture<Void> gate = new CompletableFuture<>();
		int number;
		synchronized (this.list) {
			if (this.ended) {
				gate.complete(null);
				return gate;
			}
			number = ++this.lastGate;
			this.gates.put(number, gate);
		}
		if (this.duration != null) {
			CompletableFuture.delayedExecutor(this.duration.toNanos(), TimeUnit.NANOSECONDS)
				.execute(() -> open(number));
		}
		return gate;
	}

	private void open(int number) {
		CompletableFuture<Void> gate;
		synchronized (this.list) {
			gate = this.gates.remove(number);
		}
		if (gate != null) {
			gate.complete(null);
		}
	}

	/**
	 * A copy of a value that differs from it: a bit is flipped, the end is missing, or
	 * there is a byte too much.
	 */
	byte[] corrupted(byte[] value) {
		synchronized (this.list) {
			int kind = (value.length > 0) ? this.damage.nextInt(3) : 2;
			if (kind == 0) {
				byte[] flipped = value.clone();
				flipped[this.damage.nextInt(value.length)] ^= (byte) (1 << this.damage.nextInt(Byte.SIZE));
				return flipped;
			}
			if (kind == 1) {
				return Arrays.copyOf(value, this.damage.nextInt(value.length));
			}
			byte[] longer = Arrays.copyOf(value, value.length + 1);
			longer[value.length] = (byte) this.damage.nextInt();
			return longer;
		}
	}

}
