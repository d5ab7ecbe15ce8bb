//! Any bytes are read without a panic, and every place lies inside the text.
#![no_main]

use kubevet::{input, syntax};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let source = input::decode("fuzz.yaml", bytes.to_vec());
    let end = source.text.len() as u32;
    for document in syntax::parse(&source.text) {
        for complaint in &document.complaints {
            assert!(complaint.at.start <= complaint.at.end && complaint.at.end <= end);
        }
        let Some(tree) = &document.tree else { continue };
        for id in 0..tree.len() as u32 {
            let span = tree.node(syntax::tree::NodeId(id)).span();
            assert!(span.start <= span.end && span.end <= end);
            assert!(source.text.get(span.range()).is_some());
        }
    }
});
