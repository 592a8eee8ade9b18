package io.bespokecache.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.bespokecache.shared.Message;

/**
 * A fault that holds announcements. Each store keeps its own.
 */
final class Hold extends SelectedFault<Message> implements HeldMessages {

	private final Chaos chaos;

	private final AtomicInteger held = new AtomicInteger();

	Hold(Chaos chaos, FaultList<Message> list, Selection<Message> selection) {
		super(list, selection, Effect.HOLD, null, 0);
		this.chaos = chaos;
	}

	@Override
	public int held() {
		return this.held.get();
	}

	void heldOneMore() {
		this.held.incrementAndGet();
	}

	void heldFewer(int count) {
		this.held.addAndGet(-count);
	}

	@Override
	public void releaseInOrder() {
		release(UnaryOperator.identity());
	}

	@Override
	public void releaseReversed() {
		release((messages) -> {
			List<Message> reversed = new ArrayList<>(messages);
			Collections.reverse(reversed);
			return reversed;
		});
	}

	@Override
	public void releaseShuffled(long seed) {
		release((messages) -> {
			List<Message> shuffled = new ArrayList<>(messages);
			Collections.shuffle(shuffled, new Random(seed));
			return shuffled;
		});
	}

	@Override
	public void end() {
		releaseInOrder();
	}

	private void release(UnaryOperator<List<Message>> order) {
		this.chaos.release(this, order);
		super.end();
		this.chaos.forget(this);
	}

}
