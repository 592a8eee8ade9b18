package io.bespokecache.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.bespokecache.shared.Message;
import io.bespokecache.shared.SharedStore.Listener;

/**
 * The connection of announcements, which are dropped, doubled or held on their way.
 */
final class Announcements extends Connection {

	private final FaultList<Message> faults;

	private final Listener listener;

	/** Confined to the calls, as all that follows. */
	private final List<Held> held = new ArrayList<>();

	private final List<CompletableFuture<Void>> barriers = new ArrayList<>();

	/** Faults that have ended here, and may still be in the list. */
	private final Set<SelectedFault<Message>> released = new HashSet<>();

	Announcements(FaultList<Message> faults, Listener listener) {
		super(Link.ANNOUNCEMENTS);
		this.faults = faults;
		this.listener = listener;
	}

	@Override
	void tellUp() {
		this.listener.listening();
	}

	@Override
	void tellDown(Throwable reason) {
		this.listener.deaf(reason);
	}

	@Override
	void lose(Outage outage) {
		for (Held one : this.held) {
			one.hold().heldFewer(1);
			outage.strike();
		}
		this.held.clear();
		passBarriers();
	}

	void arrive(Message message) {
		make(() -> {
			Outage outage = outage();
			if (outage != null) {
				outage.strike();
				return;
			}
			SelectedFault<Message> fault = this.faults.strike(message, this.released::contains);
			if (fault == null) {
				this.listener.received(message);
				return;
			}
			switch (fault.effect()) {
				case LOSE -> {
				}
				case DUPLICATE -> {
					this.listener.received(message);
					this.listener.received(message);
				}
				case CORRUPT -> this.listener.receivedNonsense(message.shard().cache());
				case HOLD -> hold((Hold) fault, message);
				case PAUSE -> throw new IllegalStateException("Announcements are held, not paused");
			}
		});
	}

	private void hold(Hold hold, Message message) {
		this.held.add(new Held(hold, message));
		hold.heldOneMore();
	}

	void arriveNonsense(String cache) {
		make(() -> {
			Outage outage = outage();
			if (outage != null) {
				outage.strike();
				return;
			}
			this.listener.receivedNonsense(cache);
		});
	}

	CompletableFuture<Void> addRelease(Hold hold, UnaryOperator<List<Message>> order) {
		return add(() -> {
			this.released.add(hold);
			List<Message> messages = take(hold);
			hold.heldFewer(messages.size());
			order.apply(messages).forEach(this.listener::received);
			if (this.held.isEmpty()) {
				passBarriers();
			}
		});
	}

	void forget(Hold hold) {
		make(() -> this.released.remove(hold));
	}

	private List<Message> take(Hold hold) {
		List<Message> messages = new ArrayList<>();
		for (Iterator<Held> all = this.held.iterator(); all.hasNext();) {
			Held one = all.next();
			if (one.hold() == hold) {
				all.remove();
				messages.add(one.message());
			}
		}
		return messages;
	}

	private void passBarriers() {
		List<CompletableFuture<Void>> passing = List.copyOf(this.barriers);
		this.barriers.clear();
		passing.forEach((barrier) -> barrier.complete(null));
	}

	/**
	 * Waits for what has arrived.
	 * @return completes once the listener has all that is not lost of it
	 */
	CompletableFuture<Void> passed() {
		CompletableFuture<Void> passed = new CompletableFuture<>();
		make(() -> {
			if (this.held.isEmpty()) {
				passed.complete(null);
			}
			else {
				this.barriers.add(passed);
			}
		});
		return passed;
	}

	private record Held(Hold hold, Message message) {

	}

}
