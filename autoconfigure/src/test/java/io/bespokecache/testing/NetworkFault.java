package io.bespokecache.testing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.bespokecache.testing.TcpProxy.Connection;
import io.bespokecache.testing.TcpProxy.Direction;

/**
 * A fault of chosen connections.
 */
final class NetworkFault implements TcpProxy.Fault {

	private final Predicate<? super Connection> condition;

	private final Effect effect;

	private final long amount;

	private final Set<Direction> directions;

	private final Runnable atEnd;

	private final AtomicBoolean ended = new AtomicBoolean();

	NetworkFault(Predicate<? super Connection> condition, Effect effect, long amount, Direction[] directions,
			Consumer<NetworkFault> atEnd) {
		this.condition = condition;
		this.effect = effect;
		this.amount = amount;
		this.directions = (directions.length > 0) ? EnumSet.copyOf(List.of(directions))
				: EnumSet.allOf(Direction.class);
		this.atEnd = () -> atEnd.accept(this);
	}

	Effect effect() {
		return this.effect;
	}

	/**
	 * How much of it, in the unit of the effect.
	 */
	long amount() {
		return this.amount;
	}

	boolean befalls(Connection connection, Direction direction) {
		return this.directions.contains(direction) && this.condition.test(connection);
	}

	@Override
	public void end() {
		if (this.ended.compareAndSet(false, true)) {
			this.atEnd.run();
		}
	}

	/**
	 * What it does.
	 */
	enum Effect {

		BLACK_HOLE, STALL, LATENCY, SLICE, BANDWIDTH, RESET_AFTER, CORRUPT_AFTER

	}

}
