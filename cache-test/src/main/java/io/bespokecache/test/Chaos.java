package io.bespokecache.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.bespokecache.shared.Message;
import io.bespokecache.shared.SharedStore.Listener;
import org.jspecify.annotations.Nullable;

/**
 * Begins faults between caches and their second level. A request, an answer or an
 * announcement meets with one fault at most: the one that was begun last, of those that
 * apply to it. Thread-safe.
 * <p>
 * What happens depends on nothing but the order of events and the seeds that are given.
 */
public final class Chaos {

	private final FaultList<Call> requestFaults = new FaultList<>();

	private final FaultList<Call> answerFaults = new FaultList<>();

	private final FaultList<Message> messageFaults = new FaultList<>();

	/** Guarded by this. */
	private final List<ChaosSharedStore> stores = new ArrayList<>();

	/** Guarded by this. */
	private final List<Outage> outages = new ArrayList<>();

	/**
	 * Chooses requests: operations that have not been executed yet.
	 * @param operations the operations; none for all
	 * @return the choice, which begins faults
	 */
	public Requests requests(Operation... operations) {
		return new Requests(this.requestFaults, CallFaults.of(operations));
	}

	/**
	 * Chooses answers: operations that have been executed.
	 * @param operations the operations; none for all
	 * @return the choice, which begins faults
	 */
	public Answers answers(Operation... operations) {
		return new Answers(this.answerFaults, CallFaults.of(operations));
	}

	/**
	 * Chooses announcements on their way to the caches.
	 * @return the choice, which begins faults
	 */
	public Messages messages() {
		return new Messages(this, this.messageFaults, Selection.all((message) -> true));
	}

	/**
	 * Breaks connections. Operations under way fail, executed or not, and further ones
	 * fail at once without being executed; announcements are lost. Caches are told by
	 * {@link Listener#disconnected} and {@link Listener#deaf}, and of the end by
	 * {@link Listener#connected} and {@link Listener#listening}, if the engine is
	 * connected then. Both have been told when this method and {@link Fault#end()}
	 * return, unless these are called while the same caches are being told something.
	 * @param links the connections; none for both
	 * @return the fault, which connects again when it ends
	 */
	public Fault disconnect(Link... links) {
		Outage outage = new Outage(this, links);
		List<Runnable> works = new ArrayList<>();
		synchronized (this) {
			this.outages.add(outage);
			for (ChaosSharedStore store : this.stores) {
				for (Link link : outage.links()) {
					Connection connection = store.connection(link);
					List<Exchange<?>> lost = List.copyOf(connection.underWay());
					CompletableFuture<Void> told = connection.addCut(outage);
					works.add(() -> {
						connection.abort(lost, outage);
						connection.makeUntil(told);
					});
				}
			}
		}
		works.forEach(Runnable::run);
		return outage;
	}

	/**
	 * Ends all faults: what waits goes on, what is held is handed over in order, and
	 * connections are there again.
	 */
	public void calm() {
		List<Outage> ending;
		synchronized (this) {
			ending = List.copyOf(this.outages);
		}
		ending.forEach(Outage::end);
		this.messageFaults.endAll();
		this.answerFaults.endAll();
		this.requestFaults.endAll();
	}

	void reconnect(Outage outage) {
		List<Runnable> works = new ArrayList<>();
		synchronized (this) {
			if (!this.outages.remove(outage)) {
				return;
			}
			for (ChaosSharedStore store : this.stores) {
				for (Link link : outage.links()) {
					Connection connection = store.connection(link);
					CompletableFuture<Void> told = connection.addMend(outage);
					works.add(() -> connection.makeUntil(told));
				}
			}
		}
		works.forEach(Runnable::run);
	}

	void release(Hold hold, UnaryOperator<List<Message>> order) {
		List<Announcements> all;
		synchronized (this) {
			all = this.stores.stream().map(ChaosSharedStore::announcements).toList();
		}
		all.forEach((announcements) -> announcements.makeUntil(announcements.addRelease(hold, order)));
	}

	void forget(Hold hold) {
		List<Announcements> all;
		synchronized (this) {
			all = this.stores.stream().map(ChaosSharedStore::announcements).toList();
		}
		all.forEach((announcements) -> announcements.forget(hold));
	}

	/**
	 * Lets an operation begin, unless its connection is down.
	 * @param exchange the operation
	 * @param link its connection
	 * @param underWay what is under way there
	 * @return what keeps the connection down; {@code null} if nothing does
	 */
	synchronized @Nullable Outage enter(Exchange<?> exchange, Link link, Set<Exchange<?>> underWay) {
		for (int i = this.outages.size() - 1; i >= 0; i--) {
			if (this.outages.get(i).links().contains(link)) {
				return this.outages.get(i);
			}
		}
		underWay.add(exchange);
		exchange.atEnd(() -> underWay.remove(exchange));
		return null;
	}

	synchronized void add(ChaosSharedStore store) {
		this.stores.add(store);
		for (Outage outage : this.outages) {
			outage.links().forEach((link) -> store.connection(link).beginCut(outage));
		}
	}

	synchronized void remove(ChaosSharedStore store) {
		this.stores.remove(store);
	}

	FaultList<Call> requestFaults() {
		return this.requestFaults;
	}

	FaultList<Call> answerFaults() {
		return this.answerFaults;
	}

	FaultList<Message> messageFaults() {
		return this.messageFaults;
	}

}
