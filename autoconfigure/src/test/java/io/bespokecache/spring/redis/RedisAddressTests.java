package io.bespokecache.spring.redis;

import java.util.List;
import java.util.Set;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is made of Spring Boot's connection details.
 */
class RedisAddressTests {

	@Test
	void aServerHasADatabaseAndAUser() {
		RedisAddress address = RedisAddress.of(new Details() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of("redis.example", 6380, 5);
			}

		});
		assertThat(address.kind()).isEqualTo(RedisAddress.Kind.SERVER);
		RedisURI uri = address.candidates().get(0);
		assertThat(uri.getHost()).isEqualTo("redis.example");
		assertThat(uri.getPort()).isEqualTo(6380);
		assertThat(uri.getDatabase()).isEqualTo(5);
		assertThat(uri.isSsl()).isFalse();
		assertUser(uri, "app", "secret");
	}

	@Test
	void aSentinelHasAUserOfItsOwn() {
		RedisAddress address = RedisAddress.of(new Details() {

			@Override
			public Sentinel getSentinel() {
				return new Sentinel() {

					@Override
					public int getDatabase() {
						return 3;
					}

					@Override
					public String getMaster() {
						return "main";
					}

					@Override
					public List<Node> getNodes() {
						return List.of(new Node("one", 26379), new Node("two", 26380));
					}

					@Override
					public String getUsername() {
						return "guard";
					}

					@Override
					public String getPassword() {
						return "hidden";
					}

				};
			}

		});
		assertThat(address.kind()).isEqualTo(RedisAddress.Kind.MASTER);
		RedisURI uri = address.candidates().get(0);
		assertThat(uri.getSentinelMasterId()).isEqualTo("main");
		assertThat(uri.getDatabase()).isEqualTo(3);
		assertUser(uri, "app", "secret");
		assertThat(uri.getSentinels()).extracting(RedisURI::getHost).containsExactly("one", "two");
		assertThat(uri.getSentinels()).allSatisfy((sentinel) -> assertUser(sentinel, "guard", "hidden"));
	}

	@Test
	void theNodesOfAClusterAreTriedOneAfterTheOther() {
		RedisAddress address = RedisAddress.of(new Details() {

			@Override
			public Cluster getCluster() {
				return () -> List.of(new Node("one", 1), new Node("two", 2));
			}

			@Override
			public SslBundle getSslBundle() {
				return SslBundle.of(SslStoreBundle.NONE, SslBundleKey.NONE, SslOptions.of(null, Set.of("TLSv1.3")));
			}

		});
		assertThat(address.kind()).isEqualTo(RedisAddress.Kind.CLUSTER);
		assertThat(address.candidates()).extracting(RedisURI::getHost).containsExactly("one", "two");
		assertThat(address.candidates()).allMatch(RedisURI::isSsl).allMatch(RedisURI::isVerifyPeer);
		assertThat(address.options().getSslOptions().getProtocols()).containsExactly("TLSv1.3");
		RedisURI sibling = address.sibling("three", 3);
		assertThat(sibling.getHost()).isEqualTo("three");
		assertThat(sibling.isSsl()).isTrue();
		assertThat(sibling.getTimeout()).isEqualTo(RedisAddress.CONNECT_TIMEOUT);
		assertUser(sibling, "app", "secret");
	}

	@Test
	void theMasterIsLookedForAmongStaticNodes() {
		RedisAddress address = RedisAddress.of(new Details() {

			@Override
			public MasterReplica getMasterReplica() {
				return () -> List.of(new Node("one", 1), new Node("two", 2));
			}

		});
		assertThat(address.kind()).isEqualTo(RedisAddress.Kind.MASTER);
		assertThat(address.candidates()).hasSize(2);
	}

	@Test
	void theClientNeitherQueuesNorRepeats() {
		ClientOptions options = RedisAddress.of(new Details() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of("redis.example", 6379);
			}

		}).options();
		assertThat(options.isAutoReconnect()).isFalse();
		assertThat(options.getDisconnectedBehavior()).isEqualTo(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
		assertThat(options.getRequestQueueSize()).isLessThan(Integer.MAX_VALUE);
	}

	private static void assertUser(RedisURI uri, String name, String password) {
		RedisCredentials credentials = uri.getCredentialsProvider().resolveCredentials().block();
		assertThat(credentials).isNotNull();
		assertThat(credentials.getUsername()).isEqualTo(name);
		assertThat(credentials.getPassword()).isEqualTo(password.toCharArray());
	}

	/**
	 * Details of a server with a user.
	 */
	private abstract static class Details implements DataRedisConnectionDetails {

		@Override
		public @Nullable String getUsername() {
			return "app";
		}

		@Override
		public @Nullable String getPassword() {
			return "secret";
		}

	}

}
