package io.bespokecache.test;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

import io.bespokecache.shared.SharedStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Wraps each {@link SharedStore} in a {@link ChaosSharedStore}.
 */
final class ChaosBeanPostProcessor implements DestructionAwareBeanPostProcessor {

	private final ObjectProvider<Chaos> chaos;

	/** By the engine: that is the bean which is destroyed. */
	private final Map<SharedStore, ChaosSharedStore> wrapped = Collections.synchronizedMap(new IdentityHashMap<>());

	ChaosBeanPostProcessor(ObjectProvider<Chaos> chaos) {
		this.chaos = chaos;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof SharedStore engine) || bean instanceof ChaosSharedStore) {
			return bean;
		}
		ChaosSharedStore store = new ChaosSharedStore(engine, this.chaos.getObject());
		this.wrapped.put(engine, store);
		return store;
	}

	@Override
	public boolean requiresDestruction(Object bean) {
		return bean instanceof SharedStore;
	}

	@Override
	public void postProcessBeforeDestruction(Object bean, String beanName) {
		ChaosSharedStore store = (bean instanceof SharedStore engine) ? this.wrapped.remove(engine) : null;
		if (store != null) {
			store.abandon();
		}
	}

}
