// What the oracles found wrong in a run: the oracle's name and a sentence. The first one fails the run.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pawl::simulation {

struct Complaint {
    std::string oracle;  ///< "answered-start", "replay", "grammar", "fencing", "liveness", …
    std::string text;
};

class Complaints {
  public:
    void add(std::string oracle, std::string text) {
        if (all_.size() < 20) all_.push_back({std::move(oracle), std::move(text)});
    }
    bool none() const { return all_.empty(); }
    const std::vector<Complaint>& all() const { return all_; }

  private:
    std::vector<Complaint> all_;
};

}  // namespace pawl::simulation
