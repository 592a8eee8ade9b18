package io.bespokecache.spring.actuate;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import io.bespokecache.spring.BespokeCache;
import io.bespokecache.spring.Caches;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of changes over JMX.
 */
class JmxOperationTests {

	private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.jmx.enabled=true", "management.endpoints.jmx.exposure.include=bespokecaches",
					"bespoke.cache.caches.rates.maximum-size=100")
			.properties(properties)
			.run();
	}

	private static ObjectName endpoint() throws Exception {
		return SERVER.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Bespokecaches,*"), null)
			.iterator()
			.next();
	}

	private static List<String> operations() throws Exception {
		return Arrays.stream(SERVER.getMBeanInfo(endpoint()).getOperations()).map(MBeanOperationInfo::getName).toList();
	}

	@Test
	void nothingChangesACacheByDefault() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(context.isActive()).isTrue();
			assertThat(operations()).containsExactlyInAnyOrder("caches", "cache");
		}
	}

	@Test
	void aCacheIsChangedWhereAccessIsUnrestricted() throws Exception {
		try (ConfigurableApplicationContext context = start("management.endpoint.bespokecaches.access=unrestricted")) {
			assertThat(operations()).containsExactlyInAnyOrder("caches", "cache", "change", "remove");
			BespokeCache rates = Caches.cache(context, "rates");
			rates.put("CHF", 1.1);
			rates.put("EUR", 1.1);
			assertThat(invoke("remove", "rates", "CHF", null)).isEqualTo(Map.of("removed", 1L));
			assertThat(rates.get("CHF")).isNull();
			assertThat(rates.get("EUR")).isNotNull();
			assertThat(invoke("remove", "rates", null, "true")).isEqualTo(Map.of("removed", 1L));
		}
	}

	@Test
	void aChangeThatIsRefusedSaysWhyAndWhatToAskForInstead() throws Exception {
		try (ConfigurableApplicationContext context = start("management.endpoint.bespokecaches.access=unrestricted")) {
			assertThat(context.isActive()).isTrue();
			assertThatExceptionOfType(ReflectionException.class)
				.isThrownBy(() -> invoke("change", "rates", "sharded", null, null))
				.withMessage(
						"The cache 'rates' cannot have the strategy sharded: that strategy has no maximum-size. Ask "
								+ "for one of adaptive-fifo, lru-reference, caffeine.");
		}
	}

	private static Object invoke(String operation, @Nullable Object... arguments) throws Exception {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return SERVER.invoke(endpoint(), operation, arguments, signature);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
