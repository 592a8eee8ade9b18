package io.bespokecache.test;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fault that keeps connections down.
 */
final class Outage implements Fault {

	private final Chaos chaos;

	private final Set<Link> links;

	private final AtomicInteger count = new AtomicInteger();

	Outage(Chaos chaos, Link... links) {
		this.chaos = chaos;
		this.links = (links.length > 0) ? EnumSet.copyOf(List.of(links)) : EnumSet.allOf(Link.class);
	}

	Set<Link> links() {
		return this.links;
	}

	/**
	 * Counts an operation that failed or an announcement that was lost.
	 */
	void strike() {
		this.count.incrementAndGet();
	}

	@Override
	public int count() {
		return this.count.get();
	}

	@Override
	public void end() {
		this.chaos.reconnect(this);
	}

	ChaosException reason(Link link) {
		return new ChaosException("Chaos has disconnected the connection of " + link);
	}

}
