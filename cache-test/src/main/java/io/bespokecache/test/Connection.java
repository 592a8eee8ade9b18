package io.bespokecache.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.bespokecache.shared.SharedStore.Listener;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a store, as its listener sees it: up while the engine's own is up and
 * no {@link Outage} keeps it down. The listener hears of changes of that, in their order.
 */
abstract class Connection {

	private final Link link;

	private final SerialCalls calls = new SerialCalls();

	private final Set<Exchange<?>> underWay = ConcurrentHashMap.newKeySet();

	/** Confined to the calls, as all that follows. */
	private final Deque<Outage> outages = new ArrayDeque<>();

	private boolean up;

	private boolean shown;

	Connection(Link link) {
		this.link = link;
	}

	abstract void tellUp();

	abstract void tellDown(Throwable reason);

	/**
	 * What was under way in it is lost.
	 */
	abstract void lose(Outage outage);

	Set<Exchange<?>> underWay() {
		return this.underWay;
	}

	/**
	 * The outage that is on; {@code null} if there is none. To be called in calls.
	 */
	@Nullable Outage outage() {
		return this.outages.peekLast();
	}

	CompletableFuture<Void> add(Runnable call) {
		return this.calls.add(call);
	}

	void make(Runnable call) {
		this.calls.make(call);
	}

	void makeUntil(CompletableFuture<Void> made) {
		this.calls.makeUntil(made);
	}

	void engineUp() {
		make(() -> {
			this.up = true;
			if (this.outages.isEmpty()) {
				this.shown = true;
				tellUp();
			}
		});
	}

	void engineDown(Throwable reason) {
		make(() -> {
			this.up = false;
			if (this.outages.isEmpty()) {
				this.shown = false;
				tellDown(reason);
			}
		});
	}

	CompletableFuture<Void> addCut(Outage outage) {
		return add(() -> cut(outage));
	}

	/**
	 * Begins with an outage, before anybody listens.
	 */
	void beginCut(Outage outage) {
		make(() -> cut(outage));
	}

	private void cut(Outage outage) {
		this.outages.add(outage);
		lose(outage);
		if (this.shown) {
			this.shown = false;
			tellDown(outage.reason(this.link));
		}
	}

	CompletableFuture<Void> addMend(Outage outage) {
		return add(() -> {
			this.outages.remove(outage);
			if (this.outages.isEmpty() && this.up && !this.shown) {
				this.shown = true;
				tellUp();
			}
		});
	}

	/**
	 * Ends what was under way when the connection broke.
	 * @param exchanges what was under way
	 * @param outage why it broke
	 */
	void abort(List<Exchange<?>> exchanges, Outage outage) {
		for (Exchange<?> exchange : exchanges) {
			if (exchange.abort(outage.reason(this.link))) {
				outage.strike();
			}
		}
	}

	static Connection ofCommands(Listener listener) {
		return new Commands(listener);
	}

	/**
	 * The connection of operations.
	 */
	private static final class Commands extends Connection {

		private final Listener listener;

		Commands(Listener listener) {
			super(Link.COMMANDS);
			this.listener = listener;
		}

		@Override
		void tellUp() {
			this.listener.connected();
		}

		@Override
		void tellDown(Throwable reason) {
			this.listener.disconnected(reason);
		}

		@Override
		void lose(Outage outage) {
			// there is nothing but what is under way
		}

	}

}
