//! Making blocks.

use super::{full::Running, partial::inherents_now, Block, SelectChain, Watched};
use sc_basic_authorship::ProposerFactory;
use sc_consensus_babe::{BabeLink, BabeParams, SlotProportion};
use sc_service::{error::Error, Configuration};
use sp_consensus_babe::SlotDuration;
use substrate_prometheus_endpoint::Registry;

/// Share of a slot in which its author builds the block; the rest is for spreading it.
const PROPOSAL_SHARE: f32 = 2. / 3.;

/// How this node makes blocks.
pub(super) struct Settings {
    force: bool,
    slot_duration: SlotDuration,
    registry: Option<Registry>,
}

impl Settings {
    /// What the configuration says, if this node is to make blocks at all.
    pub fn of(config: &Configuration, link: &BabeLink<Block>) -> Option<Self> {
        config.role.is_authority().then(|| Self {
            force: config.force_authoring,
            slot_duration: link.config().slot_duration(),
            registry: config.prometheus_registry().cloned(),
        })
    }

    /// Makes blocks from now on.
    pub fn start(
        self,
        node: &Running,
        select_chain: SelectChain,
        block_import: Watched,
        link: BabeLink<Block>,
    ) -> Result<(), Error> {
        let env = ProposerFactory::new(
            node.tasks.clone(),
            node.client.clone(),
            node.pool.clone(),
            self.registry.as_ref(),
            node.telemetry.clone(),
        );
        let slot_duration = self.slot_duration;
        let babe = sc_consensus_babe::start_babe(BabeParams {
            keystore: node.keystore.clone(),
            client: node.client.clone(),
            select_chain,
            env,
            block_import,
            sync_oracle: node.sync.clone(),
            justification_sync_link: node.sync.clone(),
            create_inherent_data_providers: move |_, ()| async move { Ok(inherents_now(slot_duration)) },
            force_authoring: self.force,
            // Blocks go on while finality lags behind: messages still get through.
            backoff_authoring_blocks: None::<()>,
            babe_link: link,
            block_proposal_slot_portion: SlotProportion::new(PROPOSAL_SHARE),
            max_block_proposal_slot_portion: None,
            telemetry: node.telemetry.clone(),
        })?;
        node.essential_tasks
            .spawn_blocking("babe", "block-authoring", babe);
        Ok(())
    }
}
