package io.bespokecache.spring.redis.observer;

import java.util.Locale;

import io.bespokecache.testing.RedisProcess;
import io.bespokecache.testing.TcpProxy;

/**
 * A way in which a server is not there.
 */
enum Outage {

	KILLED {

		@Override
		Runnable begin(RedisProcess server, TcpProxy proxy) {
			server.kill();
			return server::startAgainEmpty;
		}

	},

	PAUSED {

		@Override
		Runnable begin(RedisProcess server, TcpProxy proxy) {
			server.pause();
			return server::resume;
		}

	},

	UNREACHABLE {

		@Override
		Runnable begin(RedisProcess server, TcpProxy proxy) {
			TcpProxy.Fault hole = proxy.connections().blackHole();
			return () -> {
				proxy.connections().reset();
				hole.end();
			};
		}

	};

	/**
	 * Begins.
	 * @return ends it
	 */
	abstract Runnable begin(RedisProcess server, TcpProxy proxy);

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
