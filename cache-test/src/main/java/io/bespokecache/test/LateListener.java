package io.bespokecache.test;

import java.util.Objects;

import io.bespokecache.shared.Message;
import io.bespokecache.shared.SharedStore.Listener;
import org.jspecify.annotations.Nullable;

/**
 * A listener that becomes known when the store is started. Nothing is told before.
 */
final class LateListener implements Listener {

	private volatile @Nullable Listener target;

	void is(Listener listener) {
		this.target = listener;
	}

	private Listener target() {
		return Objects.requireNonNull(this.target, "The store has not been started");
	}

	@Override
	public void connected() {
		target().connected();
	}

	@Override
	public void disconnected(Throwable reason) {
		target().disconnected(reason);
	}

	@Override
	public void listening() {
		target().listening();
	}

	@Override
	public void deaf(Throwable reason) {
		target().deaf(reason);
	}

	@Override
	public void received(Message message) {
		target().received(message);
	}

	@Override
	public void receivedNonsense(String cache) {
		target().receivedNonsense(cache);
	}

}
